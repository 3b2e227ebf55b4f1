//! Who watches what.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Watched;
use crate::error::Result;
use crate::forces::model::name_today;
use crate::outbox::Recipient;
use crate::schema::{forces, request_watches, requests, users};
use crate::types::ids::{RequestId, UserId};
use crate::types::time::Moment;

/// Everyone to tell of what becomes of a request: it is used to send mail, and
/// shown to nobody.
pub async fn watchers(conn: &mut AsyncPgConnection, request: RequestId) -> Result<Vec<Recipient>> {
    Ok(users::table
        .inner_join(request_watches::table)
        .filter(request_watches::request_id.eq(request))
        .filter(users::is_active)
        .order(users::id)
        .select((users::id, users::email, users::name))
        .load(conn)
        .await?)
}

/// Whether a person watches a request.
pub async fn watches(
    conn: &mut AsyncPgConnection,
    who: UserId,
    request: RequestId,
) -> Result<bool> {
    let found = request_watches::table.find((request, who));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(conn).await?)
}

/// What a person watches: the first to close first, and then what has closed.
pub async fn watched(conn: &mut AsyncPgConnection, who: UserId) -> Result<Vec<Watched>> {
    Ok(request_watches::table
        .inner_join(requests::table.inner_join(forces::table))
        .filter(request_watches::user_id.eq(who))
        .order((requests::state.eq("open").desc(), requests::closes_at, requests::id))
        .select((
            requests::reference,
            requests::title,
            requests::state,
            requests::closes_at,
            name_today(),
        ))
        .load(conn)
        .await?)
}

/// Notes that a person watches a request; says whether that is new.
pub(super) async fn begin(
    conn: &mut AsyncPgConnection,
    who: UserId,
    request: RequestId,
    now: Moment,
) -> Result<bool> {
    let fresh = diesel::insert_into(request_watches::table)
        .values((
            request_watches::request_id.eq(request),
            request_watches::user_id.eq(who),
            request_watches::since.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(fresh == 1)
}

/// Notes that a person no longer watches a request.
pub(super) async fn end(
    conn: &mut AsyncPgConnection,
    who: UserId,
    request: RequestId,
) -> Result<()> {
    diesel::delete(request_watches::table.find((request, who))).execute(conn).await?;
    Ok(())
}
