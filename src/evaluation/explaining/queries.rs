//! Finding and keeping questions about low prices.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Diesel};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::Question;
use super::model::Explanation;
use super::policy::Refusal;
use super::state::ExplanationState;
use crate::error::Result;
use crate::schema::price_explanations as it;
use crate::types::ids::{BidId, ExplanationId, RequestId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;

/// Every question about the bids on a request, the newest first.
pub async fn of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Explanation>> {
    Ok(it::table
        .filter(it::request_id.eq(id))
        .order((it::asked_at.desc(), it::id.desc()))
        .select(Explanation::as_select())
        .load(conn)
        .await?)
}

/// What a bid's provider was asked, the newest first.
pub async fn of_bid(conn: &mut AsyncPgConnection, id: BidId) -> Result<Vec<Explanation>> {
    Ok(it::table
        .filter(it::bid_id.eq(id))
        .order((it::asked_at.desc(), it::id.desc()))
        .select(Explanation::as_select())
        .load(conn)
        .await?)
}

/// What a bid's provider was asked last.
pub async fn last(conn: &mut AsyncPgConnection, id: BidId) -> Result<Option<Explanation>> {
    Ok(of_bid(conn, id).await?.into_iter().next())
}

/// Whether a question about some bid on a request is open.
pub async fn any_open(conn: &mut AsyncPgConnection, id: RequestId) -> Result<bool> {
    Ok(of(conn, id).await?.iter().any(Explanation::is_open))
}

/// One question about a bid on a request.
pub async fn one(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    id: ExplanationId,
) -> Result<Explanation> {
    Ok(it::table
        .find(id)
        .filter(it::request_id.eq(request))
        .select(Explanation::as_select())
        .first(conn)
        .await?)
}

/// Keeps a question. The database lets one be open for each bid.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    new: &Question,
    (by, now): (UserId, Moment),
) -> Result<ExplanationId> {
    let id = ExplanationId::mint();
    let made = diesel::insert_into(it::table)
        .values((
            it::id.eq(id),
            it::request_id.eq(request),
            it::bid_id.eq(new.bid),
            it::state.eq(ExplanationState::Asked),
            it::question.eq(&new.question),
            it::due_at.eq(new.due_at),
            it::asked_by.eq(by),
            it::asked_at.eq(now),
        ))
        .execute(conn)
        .await;
    match made {
        Err(Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Refusal::AlreadyAsked.into())
        }
        other => Ok(other.map(|_| id)?),
    }
}

/// Keeps the answer, unless the question was decided on while we were looking.
pub(super) async fn answer(
    conn: &mut AsyncPgConnection,
    id: ExplanationId,
    step: &Step<ExplanationState>,
    (by, now, answer): (UserId, Moment, &str),
) -> Result<()> {
    let changed = diesel::update(it::table.find(id).filter(it::state.eq(step.from())))
        .set((
            it::state.eq(step.to()),
            it::answer.eq(answer),
            it::answered_by.eq(by),
            it::answered_at.eq(now),
        ))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(Refusal::NotOpen.into()) }
}

/// Closes a question, unless somebody did while we were looking.
pub(super) async fn close(
    conn: &mut AsyncPgConnection,
    id: ExplanationId,
    step: &Step<ExplanationState>,
    (by, now, closing): (UserId, Moment, &str),
) -> Result<()> {
    let changed = diesel::update(it::table.find(id).filter(it::state.eq(step.from())))
        .set((
            it::state.eq(step.to()),
            it::closed_by.eq(by),
            it::closed_at.eq(now),
            it::closing.eq(closing),
        ))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(Refusal::NotOpen.into()) }
}
