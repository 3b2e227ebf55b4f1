//! Which content in store nothing needs.

use anyhow::anyhow;
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::Result;
use crate::schema::unneeded_content as it;
use crate::types::time::Moment;

/// How long content may wait to be needed before the worker erases it.
const UNTIL_NEEDED: TimeDelta = TimeDelta::hours(1);

/// How long it is left alone that a worker has taken.
const LEASE: TimeDelta = TimeDelta::minutes(3);

/// Announces content that is about to be put in store.
pub(in crate::files) async fn announce(
    conn: &mut AsyncPgConnection,
    key: &str,
    now: Moment,
) -> Result<()> {
    diesel::insert_into(it::table)
        .values((it::storage_key.eq(key), it::next_at.eq(now + UNTIL_NEEDED)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Something needs it, unless the worker was about to erase it.
pub async fn take_up(conn: &mut AsyncPgConnection, key: &str) -> Result<()> {
    let announced = it::table.find(key).filter(it::tries.eq(0));
    let taken = diesel::delete(announced).execute(conn).await?;
    if taken == 1 {
        Ok(())
    } else {
        Err(anyhow!("the content {key} was not taken up in time").into())
    }
}

/// Nothing needs these any more.
pub async fn hand_back(conn: &mut AsyncPgConnection, keys: &[String], now: Moment) -> Result<()> {
    if keys.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> =
        keys.iter().map(|key| (it::storage_key.eq(key), it::next_at.eq(now))).collect();
    diesel::insert_into(it::table).values(rows).on_conflict_do_nothing().execute(conn).await?;
    Ok(())
}

/// Takes what has waited longest to be erased, and how often that was tried.
/// Safe with several workers: each takes another, and one that dies loses nothing.
pub async fn take_to_erase(
    conn: &mut AsyncPgConnection,
    now: Moment,
) -> Result<Option<(String, i32)>> {
    let due: Option<String> = it::table
        .filter(it::next_at.le(now))
        .order(it::next_at)
        .limit(1)
        .for_update()
        .skip_locked()
        .select(it::storage_key)
        .first(conn)
        .await
        .optional()?;
    let Some(key) = due else { return Ok(None) };
    let taken = diesel::update(it::table.find(&key))
        .set((it::tries.eq(it::tries + 1), it::next_at.eq(now + LEASE)))
        .returning((it::storage_key, it::tries))
        .get_result(conn)
        .await?;
    Ok(Some(taken))
}

/// Nothing of it is in store any more.
pub async fn erased(conn: &mut AsyncPgConnection, key: &str) -> Result<()> {
    diesel::delete(it::table.find(key)).execute(conn).await?;
    Ok(())
}

/// It could not be erased: again later, each time after twice as long, at
/// most an hour.
pub async fn failed(
    conn: &mut AsyncPgConnection,
    (key, tries): &(String, i32),
    now: Moment,
) -> Result<()> {
    let pause = crate::files::policy::pause(*tries);
    diesel::update(it::table.find(key)).set(it::next_at.eq(now + pause)).execute(conn).await?;
    Ok(())
}
