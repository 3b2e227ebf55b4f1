//! Finding and keeping endings.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Diesel};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Ending;
use super::policy::Refusal;
use super::state::EndingState;
use crate::bids;
use crate::error::Result;
use crate::evaluation;
use crate::schema::request_endings as it;
use crate::types::ids::{EndingId, RequestId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;

/// Every ending that was asked for, the newest first.
pub async fn of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Ending>> {
    Ok(it::table
        .filter(it::request_id.eq(id))
        .order((it::proposed_at.desc(), it::id.desc()))
        .select(Ending::as_select())
        .load(conn)
        .await?)
}

/// The ending that waits for a second person, if one does.
pub async fn waiting(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Option<Ending>> {
    let waits = it::request_id.eq(id).and(it::state.eq(EndingState::Proposed));
    Ok(it::table.filter(waits).select(Ending::as_select()).first(conn).await.optional()?)
}

/// Whether the bids were opened and there were none.
pub async fn found_no_bids(conn: &mut AsyncPgConnection, id: RequestId) -> Result<bool> {
    let opening = evaluation::queries::opening(conn, id).await?;
    if opening.and_then(|it| it.opened_at).is_none() {
        return Ok(false);
    }
    let opened = evaluation::queries::opened_count(conn, id).await?;
    Ok(opened == 0 && bids::sealing::queries::damaged(conn, id).await?.is_empty())
}

/// Keeps what is asked for. The database lets one wait for each request.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    reason: &str,
    (by, now): (UserId, Moment),
) -> Result<EndingId> {
    let id = EndingId::mint();
    let made = diesel::insert_into(it::table)
        .values((
            it::id.eq(id),
            it::request_id.eq(request),
            it::state.eq(EndingState::Proposed),
            it::reason.eq(reason),
            it::proposed_by.eq(by),
            it::proposed_at.eq(now),
        ))
        .execute(conn)
        .await;
    match made {
        Err(Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Refusal::Waits.into())
        }
        other => Ok(other.map(|_| id)?),
    }
}

/// Decides on an ending, unless somebody did while we were looking.
pub(super) async fn decide(
    conn: &mut AsyncPgConnection,
    id: EndingId,
    step: &Step<EndingState>,
    (by, now, decision): (UserId, Moment, &str),
) -> Result<()> {
    let changed = diesel::update(it::table.find(id).filter(it::state.eq(step.from())))
        .set((
            it::state.eq(step.to()),
            it::decided_by.eq(by),
            it::decided_at.eq(now),
            it::decision.eq(decision),
        ))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(Refusal::NothingWaits.into()) }
}
