//! What all open pages of a process share: a bounded number of seats, of which
//! nobody takes more than their part, and one look at the database a second for each request that is watched, however
//! many watch it.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex as Short, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

use super::queries;
use crate::db::Db;
use crate::error;
use crate::types::ids::RequestId;

/// How many pages of a process are told at a time. More are right without.
pub const SEATS: usize = 256;

/// How many of them one session has. A person has a few pages open at a time.
pub const OF_A_SESSION: usize = 8;

/// How many of them one address has: a whole office may sit behind it.
pub const OF_AN_ADDRESS: usize = 48;

/// How long a look is good for.
pub const LOOK: Duration = Duration::from_secs(1);

/// Who looks at an open page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guest {
    /// A machine, or what stands before many of them.
    Address(IpAddr),
    /// Someone signed in.
    Session(Uuid),
}

impl Guest {
    /// Where someone sits. One machine may use a whole network of the newer
    /// addresses, so that stands for it.
    pub fn at(address: IpAddr) -> Self {
        match address {
            IpAddr::V6(it) => {
                let [a, b, c, d, ..] = it.segments();
                Self::Address(IpAddr::from([a, b, c, d, 0, 0, 0, 0]))
            }
            it => Self::Address(it),
        }
    }

    fn most(&self) -> usize {
        match self {
            Self::Address(_) => OF_AN_ADDRESS,
            Self::Session(_) => OF_A_SESSION,
        }
    }
}

/// Why there is no seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSeat {
    /// This guest has as many as they may have.
    YouHaveMany,
    /// All are taken.
    Full,
}

/// A seat. It is free again when it is dropped.
pub struct Seat {
    taken: Taken,
    guests: Vec<Guest>,
    _one: OwnedSemaphorePermit,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = locked(&self.taken);
        for guest in &self.guests {
            if let Some(count) = taken.get_mut(guest) {
                *count = count.saturating_sub(1);
            }
        }
        taken.retain(|_, count| *count > 0);
    }
}

/// How many seats each guest has.
type Taken = Arc<Short<BTreeMap<Guest, usize>>>;

fn locked(taken: &Taken) -> MutexGuard<'_, BTreeMap<Guest, usize>> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The open pages of a process.
pub struct Live {
    seats: Arc<Semaphore>,
    taken: Taken,
    seen: Mutex<BTreeMap<RequestId, (Instant, String)>>,
}

impl Default for Live {
    fn default() -> Self {
        Self::with_seats(SEATS)
    }
}

impl Live {
    /// With so many seats.
    pub fn with_seats(seats: usize) -> Self {
        Self {
            seats: Arc::new(Semaphore::new(seats)),
            taken: Taken::default(),
            seen: Mutex::default(),
        }
    }

    /// A seat for someone, who may be known in more ways than one; unless all
    /// are taken, or they have their part.
    pub fn seat(&self, guests: Vec<Guest>) -> Result<Seat, NoSeat> {
        let mut taken = locked(&self.taken);
        let has_part = |it: &Guest| taken.get(it).is_some_and(|count| *count >= it.most());
        if guests.iter().any(has_part) {
            return Err(NoSeat::YouHaveMany);
        }
        let one = Arc::clone(&self.seats).try_acquire_owned().map_err(|_| NoSeat::Full)?;
        for guest in &guests {
            *taken.entry(guest.clone()).or_default() += 1;
        }
        Ok(Seat { taken: Arc::clone(&self.taken), guests, _one: one })
    }

    /// How a request's questions stand, as of at most a [`LOOK`] ago.
    pub async fn mark(&self, db: &Db, request: RequestId) -> error::Result<String> {
        let mut seen = self.seen.lock().await;
        seen.retain(|_, (at, _)| at.elapsed() < LOOK);
        if let Some((_, mark)) = seen.get(&request) {
            return Ok(mark.clone());
        }
        let mark = db.read(async |conn| queries::mark(conn, request).await).await?;
        seen.insert(request, (Instant::now(), mark.clone()));
        Ok(mark)
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use uuid::Uuid;

    use super::{Guest, Live, NoSeat, OF_A_SESSION, OF_AN_ADDRESS};

    #[test]
    fn seats_are_bounded_and_free_again() {
        let live = Live::with_seats(1);
        let first = live.seat(Vec::new());
        assert!(first.is_ok());
        assert_eq!(live.seat(Vec::new()).err(), Some(NoSeat::Full));
        drop(first);
        assert!(live.seat(Vec::new()).is_ok());
    }

    #[test]
    fn nobody_takes_more_than_their_part_of_the_seats() {
        let live = Live::default();
        let here = Guest::at(IpAddr::from([192, 0, 2, 1]));
        let there = Guest::at(IpAddr::from([192, 0, 2, 2]));
        let (one, other) = (Guest::Session(Uuid::from_u128(1)), Guest::Session(Uuid::from_u128(2)));
        let mut seats: Vec<_> = (0..OF_A_SESSION)
            .map(|_| live.seat(vec![here.clone(), one.clone()]).ok().unwrap())
            .collect();
        let more = |guests: &[&Guest]| live.seat(guests.iter().map(|it| (*it).clone()).collect());
        assert_eq!(more(&[&there, &one]).err(), Some(NoSeat::YouHaveMany), "from anywhere");
        assert!(more(&[&here, &other]).is_ok(), "a colleague at the same address");
        seats.extend((OF_A_SESSION..OF_AN_ADDRESS).map(|_| more(&[&here]).ok().unwrap()));
        assert_eq!(more(&[&here]).err(), Some(NoSeat::YouHaveMany));
        assert!(more(&[&there]).is_ok());
        drop(seats);
        assert!(more(&[&here, &one]).is_ok());
        assert!(super::locked(&live.taken).is_empty(), "nothing is kept of who is gone");
    }

    #[test]
    fn a_network_of_the_newer_addresses_is_one_guest() {
        let at = |text: &str| Guest::at(text.parse().unwrap());
        assert_eq!(at("2001:db8:1:2::1"), at("2001:db8:1:2:ffff::9"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
        assert_ne!(at("192.0.2.1"), at("192.0.2.2"));
    }
}
