//! How clarifications are found and stored.

use diesel::dsl::max;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Clarification;
use crate::accounts::roles::ProviderMember;
use crate::error::Result;
use crate::schema::{clarifications, requests};
use crate::types::ids::{ClarificationId, ForceId, RequestId, UserId};
use crate::types::time::Moment;

/// The questions about a request, in the order they were asked.
pub async fn of(conn: &mut AsyncPgConnection, request: RequestId) -> Result<Vec<Clarification>> {
    Ok(clarifications::table
        .filter(clarifications::request_id.eq(request))
        .order(clarifications::number)
        .select(Clarification::as_select())
        .load(conn)
        .await?)
}

/// The requests of a force that have a question without an answer.
pub async fn waiting_at(conn: &mut AsyncPgConnection, force: ForceId) -> Result<Vec<RequestId>> {
    Ok(clarifications::table
        .inner_join(requests::table)
        .filter(requests::force_id.eq(force))
        .filter(clarifications::answer.is_null())
        .select(clarifications::request_id)
        .distinct()
        .load(conn)
        .await?)
}

/// One question about a request, held until the change is committed.
pub(super) async fn lock(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    number: i32,
) -> Result<Clarification> {
    Ok(clarifications::table
        .filter(clarifications::request_id.eq(request))
        .filter(clarifications::number.eq(number))
        .select(Clarification::as_select())
        .for_update()
        .first(conn)
        .await?)
}

/// Stores a question with the next number. The request's row must be held.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    who: &ProviderMember,
    question: &str,
    now: Moment,
) -> Result<Clarification> {
    let last: Option<i32> = clarifications::table
        .filter(clarifications::request_id.eq(request))
        .select(max(clarifications::number))
        .first(conn)
        .await?;
    Ok(diesel::insert_into(clarifications::table)
        .values((
            clarifications::id.eq(ClarificationId::mint()),
            clarifications::request_id.eq(request),
            clarifications::number.eq(last.unwrap_or(0) + 1),
            clarifications::provider_id.eq(who.provider),
            clarifications::asked_by.eq(who.user),
            clarifications::question.eq(question),
            clarifications::asked_at.eq(now),
        ))
        .returning(Clarification::as_returning())
        .get_result(conn)
        .await?)
}

pub(super) async fn answer(
    conn: &mut AsyncPgConnection,
    id: ClarificationId,
    by: UserId,
    answer: &str,
    now: Moment,
) -> Result<()> {
    diesel::update(clarifications::table.find(id))
        .set((
            clarifications::answer.eq(answer),
            clarifications::answered_by.eq(by),
            clarifications::answered_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
