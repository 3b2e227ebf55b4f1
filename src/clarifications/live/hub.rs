//! What all open pages of a process share: a bounded number of seats, and one
//! look at the database a second for each request that is watched, however
//! many watch it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};

use super::queries;
use crate::db::Db;
use crate::error::Result;
use crate::types::ids::RequestId;

/// How many pages of a process are told at a time. More are right without.
pub const SEATS: usize = 256;

/// How long a look is good for.
pub const LOOK: Duration = Duration::from_secs(1);

/// The open pages of a process.
pub struct Live {
    seats: Arc<Semaphore>,
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
        Self { seats: Arc::new(Semaphore::new(seats)), seen: Mutex::default() }
    }

    /// A seat, unless all are taken. It is free again when it is dropped.
    pub fn seat(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.seats).try_acquire_owned().ok()
    }

    /// How a request's questions stand, as of at most a [`LOOK`] ago.
    pub async fn mark(&self, db: &Db, request: RequestId) -> Result<String> {
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
    use super::Live;

    #[test]
    fn seats_are_bounded_and_free_again() {
        let live = Live::with_seats(1);
        let first = live.seat();
        assert!(first.is_some());
        assert!(live.seat().is_none());
        drop(first);
        assert!(live.seat().is_some());
    }
}
