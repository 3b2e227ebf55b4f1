//! Too many tries: counted in Postgres, so that every server agrees.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::db::Db;
use crate::error::{Error, Result};
use crate::schema::attempts;
use crate::types::ids::UserId;
use crate::types::time::Moment;

/// How long a count lasts.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// How many letters an e-mail address may have.
const LONGEST_ADDRESS: usize = 254;

/// Something that may be tried only so often.
#[derive(Debug, Clone)]
pub struct Limit {
    bucket: String,
    most: i32,
}

impl Limit {
    /// Signing in to one account.
    pub fn account(email: &str) -> Self {
        Self { bucket: format!("sign-in account {}", named(email)), most: 10 }
    }

    /// Something one person or one address may ask for only so often.
    pub fn of(action: &str, whose: &str, most: i32) -> Self {
        Self { bucket: format!("{action} of {}", named(whose)), most }
    }

    /// Files brought by one person.
    pub fn uploads(user: UserId) -> Self {
        Self { bucket: format!("upload by {user}"), most: 60 }
    }

    /// Showing again who one is, in a session that goes on.
    pub fn proof(email: &str) -> Self {
        Self::of("proof", email, 10)
    }

    /// Signing in from one address.
    pub fn address(action: &str, address: Option<IpAddr>) -> Self {
        let from = address.map_or_else(|| "unknown".to_owned(), neighbourhood);
        Self { bucket: format!("{action} from {from}"), most: 100 }
    }
}

/// What somebody typed for an address, as the last word of what is counted: as
/// long as an address can be, and in one piece.
fn named(whose: &str) -> String {
    whose.chars().filter(|it| !it.is_whitespace()).take(LONGEST_ADDRESS).collect()
}

/// An IPv4 address, or the /64 an IPv6 address is in: one household.
fn neighbourhood(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(four) => four.to_string(),
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Counts one try against a limit; too many are refused with the time to wait.
pub async fn count(conn: &mut AsyncPgConnection, limit: &Limit, now: Moment) -> Result<()> {
    let length = WINDOW.num_seconds();
    let start = now.timestamp().div_euclid(length) * length;
    let window = DateTime::from_timestamp(start, 0).unwrap_or(now);
    let tries: i32 = diesel::insert_into(attempts::table)
        .values((
            attempts::bucket.eq(&limit.bucket),
            attempts::window_start.eq(window),
            attempts::tries.eq(1),
            attempts::most.eq(limit.most),
        ))
        .on_conflict((attempts::bucket, attempts::window_start))
        .do_update()
        .set((attempts::tries.eq(attempts::tries + 1), attempts::most.eq(limit.most)))
        .returning(attempts::tries)
        .get_result(conn)
        .await?;
    if tries > limit.most {
        return Err(Error::TooMany((window + WINDOW - now).num_seconds().max(1)));
    }
    Ok(())
}

/// Counts one try against each limit, in order; the first that is reached
/// refuses it, and those after it count nothing.
pub async fn allow(db: &Db, limits: &[Limit]) -> Result<()> {
    for limit in limits {
        db.keep_books(async |conn, now| count(conn, limit, now).await).await?;
    }
    Ok(())
}

/// Forgets the tries on an account, after a sign-in that worked.
pub async fn forget(conn: &mut AsyncPgConnection, limit: &Limit) -> Result<()> {
    diesel::delete(attempts::table.filter(attempts::bucket.eq(&limit.bucket)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Something that has been tried too often.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Blocked {
    /// What is blocked.
    pub bucket: String,
    /// Since when it is counted.
    pub window_start: Moment,
    /// How often it was tried.
    pub tries: i32,
    /// How often it may be.
    pub most: i32,
}

impl Blocked {
    /// When it may be tried again.
    pub fn until(&self) -> Moment {
        self.window_start + WINDOW
    }
}

/// Everything whose next try will be refused, the latest first. A refused try
/// is not counted, so none is ever above its limit.
pub async fn blocked(conn: &mut AsyncPgConnection, now: Moment) -> Result<Vec<Blocked>> {
    Ok(attempts::table
        .filter(attempts::window_start.gt(now - WINDOW))
        .filter(attempts::most.gt(0).and(attempts::tries.ge(attempts::most)))
        .order((attempts::window_start.desc(), attempts::bucket))
        .limit(200)
        .select((attempts::bucket, attempts::window_start, attempts::tries, attempts::most))
        .load(conn)
        .await?)
}

/// Lets something be tried again at once; says whether it was blocked.
pub async fn release(conn: &mut AsyncPgConnection, bucket: &str) -> Result<bool> {
    let gone =
        diesel::delete(attempts::table.filter(attempts::bucket.eq(bucket))).execute(conn).await?;
    Ok(gone > 0)
}

/// Forgets counts that no longer matter.
pub async fn sweep(conn: &mut AsyncPgConnection, now: Moment) -> Result<()> {
    let over = attempts::window_start.lt(now - WINDOW);
    diesel::delete(attempts::table.filter(over)).execute(conn).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::neighbourhood;

    #[test]
    fn one_household_counts_as_one_address() {
        assert_eq!(neighbourhood("192.0.2.7".parse().unwrap()), "192.0.2.7");
        assert_eq!(neighbourhood("::ffff:192.0.2.7".parse().unwrap()), "192.0.2.7");
        assert_eq!(
            neighbourhood("2001:db8:1:2:3:4:5:6".parse().unwrap()),
            neighbourhood("2001:db8:1:2:ffff::1".parse().unwrap())
        );
    }
}
