//! Finding and storing what is known of files.

use anyhow::anyhow;
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Checked, StoredFile};
use super::policy::{self, Refusal, sees_all};
use super::state::FileState;
use crate::accounts::model::{Organisation, Role, Viewer};
use crate::error::{Error, Result};
use crate::schema::files;
use crate::types::ids::{FileId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;

/// How long a file may wait to be taken up before the worker erases it.
const UNTIL_TAKEN_UP: TimeDelta = TimeDelta::hours(1);

/// How long a file is left alone that a worker has taken.
const LEASE: TimeDelta = TimeDelta::minutes(3);

/// A file that someone may know of: their own organisation's, or anyone's if
/// it is theirs to read everything. A bid's is had through its bid alone.
pub async fn seen_by(
    conn: &mut AsyncPgConnection,
    viewer: &Viewer,
    id: FileId,
) -> Result<StoredFile> {
    let mut found = files::table
        .find(id)
        .filter(files::removed_at.is_null().and(files::of_bid.eq(false)))
        .select(StoredFile::as_select())
        .into_boxed();
    if sees_all(viewer.organisation, &viewer.roles) {
        // What a force brings is no evidence for a vetting officer to look into.
        if !viewer.roles.contains(&Role::Auditor) {
            found = found.filter(files::provider_id.is_not_null());
        }
    } else {
        found = match viewer.organisation {
            Organisation::Provider(own) => found.filter(files::provider_id.eq(own)),
            Organisation::Force(own) => found.filter(files::force_id.eq(own)),
            Organisation::Operator => return Err(Error::NotFound),
        };
    }
    Ok(found.first(conn).await?)
}

/// Keeps the row of a file before its content goes into store. It counts as
/// removed until something takes it up, so that the worker erases what nothing
/// did, whatever became of the call that brought it.
pub(super) async fn announce(
    conn: &mut AsyncPgConnection,
    (owner, by): (Organisation, UserId),
    new: &Checked,
    (key, state, of_bid): (&str, FileState, bool),
    now: Moment,
) -> Result<FileId> {
    let id = FileId::mint();
    let (provider, force) = match owner {
        Organisation::Provider(provider) => (Some(provider), None),
        Organisation::Force(force) => (None, Some(force)),
        Organisation::Operator => (None, None),
    };
    diesel::insert_into(files::table)
        .values((
            files::id.eq(id),
            files::provider_id.eq(provider),
            files::force_id.eq(force),
            files::name.eq(&new.name),
            files::media_type.eq(new.kind.media_type()),
            files::bytes.eq(i64::try_from(new.sent.bytes).unwrap_or(i64::MAX)),
            files::sha256.eq(&new.sent.sha256[..]),
            files::storage_key.eq(key),
            files::state.eq(state),
            files::uploaded_by.eq(by),
            files::uploaded_at.eq(now),
            files::next_at.eq(now + UNTIL_TAKEN_UP),
            files::removed_at.eq(now),
            files::of_bid.eq(of_bid),
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

/// Takes up a file that was announced, unless the worker was about to erase it.
pub async fn take_up(conn: &mut AsyncPgConnection, id: FileId, now: Moment) -> Result<()> {
    let announced = files::table
        .find(id)
        .filter(files::removed_at.is_not_null().and(files::erased_at.is_null()))
        .filter(files::tries.eq(0));
    let taken = diesel::update(announced)
        .set((files::removed_at.eq(None::<Moment>), files::next_at.eq(now)))
        .execute(conn)
        .await?;
    if taken == 1 { Ok(()) } else { Err(anyhow!("the file {id} was not taken up in time").into()) }
}

/// Takes a file away. What was in it is erased by the worker.
pub async fn remove(conn: &mut AsyncPgConnection, id: FileId, now: Moment) -> Result<()> {
    let there = files::table.find(id).filter(files::removed_at.is_null());
    let changed = diesel::update(there)
        .set((files::removed_at.eq(now), files::next_at.eq(now), files::tries.eq(0)))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// A file that is still there, held until the end of the change.
pub(super) async fn lock(conn: &mut AsyncPgConnection, id: FileId) -> Result<StoredFile> {
    Ok(files::table
        .find(id)
        .filter(files::removed_at.is_null())
        .select(StoredFile::as_select())
        .for_update()
        .first(conn)
        .await?)
}

/// Settles what the scanner found, unless it is settled.
pub(super) async fn settle(
    conn: &mut AsyncPgConnection,
    id: FileId,
    step: &Step<FileState>,
    reason: &str,
    now: Moment,
) -> Result<()> {
    let waiting = files::table.find(id).filter(files::state.eq(step.from()));
    let changed = diesel::update(waiting)
        .set((files::state.eq(step.to()), files::reason.eq(reason), files::scanned_at.eq(now)))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(Refusal::Settled.into()) }
}

/// Takes the file that has waited longest for the scanner; last, those that
/// came when there was none. Safe with several workers: each takes another,
/// and one that dies loses nothing.
pub async fn take_to_scan(conn: &mut AsyncPgConnection, now: Moment) -> Result<Option<StoredFile>> {
    let due = files::table
        .filter(files::scanned_at.is_null().and(files::removed_at.is_null()))
        .filter(files::next_at.le(now))
        .order((files::state.ne(FileState::Pending), files::next_at))
        .limit(1)
        .for_update()
        .skip_locked()
        .select(files::id)
        .first(conn)
        .await
        .optional()?;
    take(conn, due, now).await
}

/// Takes a removed file whose content is still in store.
pub async fn take_to_erase(
    conn: &mut AsyncPgConnection,
    now: Moment,
) -> Result<Option<StoredFile>> {
    let due = files::table
        .filter(files::removed_at.is_not_null().and(files::erased_at.is_null()))
        .filter(files::next_at.le(now))
        .order(files::next_at)
        .limit(1)
        .for_update()
        .skip_locked()
        .select(files::id)
        .first(conn)
        .await
        .optional()?;
    take(conn, due, now).await
}

async fn take(
    conn: &mut AsyncPgConnection,
    due: Option<FileId>,
    now: Moment,
) -> Result<Option<StoredFile>> {
    let Some(id) = due else { return Ok(None) };
    let taken = diesel::update(files::table.find(id))
        .set((files::tries.eq(files::tries + 1), files::next_at.eq(now + LEASE)))
        .returning(StoredFile::as_returning())
        .get_result(conn)
        .await?;
    Ok(Some(taken))
}

/// What was to be done with a file failed: again later, each time after
/// twice as long, at most an hour.
pub async fn failed(conn: &mut AsyncPgConnection, file: &StoredFile, now: Moment) -> Result<()> {
    let pause = policy::pause(file.tries);
    diesel::update(files::table.find(file.id))
        .set(files::next_at.eq(now + pause))
        .execute(conn)
        .await?;
    Ok(())
}

/// Nothing of the file's content is kept any more; of a bid's file, nothing at all.
pub async fn erased(conn: &mut AsyncPgConnection, id: FileId, now: Moment) -> Result<()> {
    let of_bid = files::table.find(id).filter(files::of_bid.eq(true));
    diesel::delete(of_bid).execute(conn).await?;
    diesel::update(files::table.find(id)).set(files::erased_at.eq(now)).execute(conn).await?;
    Ok(())
}
