//! How saved searches are found and stored, each for its owner alone.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Fault};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::Wanted;
use super::model::SavedSearch;
use super::policy::Refusal;
use crate::error::{Error, Result};
use crate::outbox::preferences::{Kind, Pace};
use crate::schema::{digest_items, saved_searches, users};
use crate::types::ids::{SavedSearchId, UserId};
use crate::types::time::Moment;

/// A person's own, by name.
pub async fn own(conn: &mut AsyncPgConnection, who: UserId) -> Result<Vec<SavedSearch>> {
    Ok(saved_searches::table
        .filter(saved_searches::user_id.eq(who))
        .order((saved_searches::name, saved_searches::id))
        .select(SavedSearch::as_select())
        .load(conn)
        .await?)
}

/// A person's own, held until the change is committed: two that they save at
/// once are not more than one too many.
pub(super) async fn hold_own(
    conn: &mut AsyncPgConnection,
    who: UserId,
) -> Result<Vec<SavedSearch>> {
    users::table.find(who).select(users::id).for_update().first::<UserId>(conn).await?;
    own(conn, who).await
}

/// One of a person's own.
pub async fn one(
    conn: &mut AsyncPgConnection,
    who: UserId,
    id: SavedSearchId,
) -> Result<SavedSearch> {
    Ok(saved_searches::table
        .find(id)
        .filter(saved_searches::user_id.eq(who))
        .select(SavedSearch::as_select())
        .first(conn)
        .await?)
}

fn refused(fault: Fault) -> Error {
    match fault {
        Fault::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Refusal::Named.into(),
        other => other.into(),
    }
}

pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    who: UserId,
    wanted: &Wanted,
    now: Moment,
) -> Result<SavedSearchId> {
    let id = SavedSearchId::mint();
    diesel::insert_into(saved_searches::table)
        .values((
            saved_searches::id.eq(id),
            saved_searches::user_id.eq(who),
            saved_searches::name.eq(&wanted.name),
            saved_searches::search.eq(wanted.search.kept()),
            saved_searches::pace.eq(wanted.pace),
            saved_searches::saved_at.eq(now),
            saved_searches::looked_at.eq(now),
        ))
        .execute(conn)
        .await
        .map_err(refused)?;
    Ok(id)
}

pub(super) async fn change(
    conn: &mut AsyncPgConnection,
    id: SavedSearchId,
    wanted: &Wanted,
) -> Result<()> {
    diesel::update(saved_searches::table.find(id))
        .set((saved_searches::name.eq(&wanted.name), saved_searches::pace.eq(wanted.pace)))
        .execute(conn)
        .await
        .map_err(refused)?;
    Ok(())
}

pub(super) async fn delete(conn: &mut AsyncPgConnection, id: SavedSearchId) -> Result<()> {
    diesel::delete(saved_searches::table.find(id)).execute(conn).await?;
    Ok(())
}

/// How many of a person's searches go into their daily digest.
pub async fn daily(conn: &mut AsyncPgConnection, who: UserId) -> Result<i64> {
    Ok(saved_searches::table
        .filter(saved_searches::user_id.eq(who).and(saved_searches::pace.eq(Pace::Daily)))
        .count()
        .get_result(conn)
        .await?)
}

/// Ends the mail of those: what waits for the digest is not sent either.
/// Returns how many there were.
pub async fn end_daily(conn: &mut AsyncPgConnection, who: UserId, now: Moment) -> Result<usize> {
    diesel::update(digest_items::table)
        .filter(digest_items::user_id.eq(who).and(digest_items::kind.eq(Kind::SavedSearches)))
        .filter(digest_items::settled_at.is_null())
        .set(digest_items::settled_at.eq(now))
        .execute(conn)
        .await?;
    Ok(diesel::update(saved_searches::table)
        .filter(saved_searches::user_id.eq(who).and(saved_searches::pace.eq(Pace::Daily)))
        .set(saved_searches::pace.eq(Pace::Off))
        .execute(conn)
        .await?)
}
