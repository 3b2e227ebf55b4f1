//! How clarifications are found and stored.

use diesel::dsl::{count_star, max, min};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Clarification, Earlier, Questions, Waiting};
use crate::accounts::roles::ProviderMember;
use crate::error::Result;
use crate::requests::state::RequestState;
use crate::schema::{clarifications, earlier_answers, requests};
use crate::types::ids::{ClarificationId, ForceId, ProviderId, RequestId, UserId};
use crate::types::time::Moment;

/// The questions about a request, in the order they were asked: for its force.
pub async fn of(conn: &mut AsyncPgConnection, request: RequestId) -> Result<Vec<Clarification>> {
    Ok(clarifications::table
        .filter(clarifications::request_id.eq(request))
        .order(clarifications::number)
        .select(Clarification::as_select())
        .load(conn)
        .await?)
}

/// What the answers to questions about a request said before they were
/// corrected, the newest first.
pub async fn earlier(conn: &mut AsyncPgConnection, request: RequestId) -> Result<Vec<Earlier>> {
    Ok(earlier_answers::table
        .inner_join(clarifications::table)
        .filter(clarifications::request_id.eq(request))
        .order(earlier_answers::corrected_at.desc())
        .select((
            clarifications::number,
            earlier_answers::answered_at,
            earlier_answers::answer,
            earlier_answers::corrected_at,
        ))
        .load(conn)
        .await?)
}

/// The questions about a request as someone outside its force sees them; with
/// their own company's, if they are a provider's.
pub async fn questions(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    provider: Option<ProviderId>,
) -> Result<Questions> {
    let all = of(conn, request).await?;
    let before = earlier(conn, request).await?;
    let own: Vec<i32> = match provider {
        Some(provider) => {
            clarifications::table
                .filter(clarifications::request_id.eq(request))
                .filter(clarifications::provider_id.eq(provider))
                .order(clarifications::number)
                .select(clarifications::number)
                .load(conn)
                .await?
        }
        None => Vec::new(),
    };
    Ok(Questions::of(&all, &before, &own))
}

/// What waits for an answer at a force, request by request.
pub async fn waiting_at(
    conn: &mut AsyncPgConnection,
    force: ForceId,
    now: Moment,
) -> Result<Vec<Waiting>> {
    Ok(clarifications::table
        .inner_join(requests::table)
        .filter(requests::force_id.eq(force))
        .filter(requests::state.eq(RequestState::Open).and(requests::closes_at.gt(now)))
        .filter(clarifications::answer.is_null())
        .group_by(clarifications::request_id)
        .select((
            clarifications::request_id,
            count_star(),
            min(clarifications::asked_at).assume_not_null(),
        ))
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

/// The questions that one answer answers, held until the change is committed.
pub(super) async fn lock_group(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    leads: i32,
) -> Result<Vec<Clarification>> {
    let group = clarifications::number.eq(leads).nullable();
    Ok(clarifications::table
        .filter(clarifications::request_id.eq(request))
        .filter(group.or(clarifications::answered_with.eq(leads)))
        .order(clarifications::number)
        .select(Clarification::as_select())
        .for_update()
        .load(conn)
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

/// Who answers what, and when.
pub(super) struct Given<'a> {
    pub(super) by: UserId,
    pub(super) at: Moment,
    pub(super) answer: &'a str,
    pub(super) reworded: Option<&'a str>,
    pub(super) with: Option<i32>,
}

pub(super) async fn answer(
    conn: &mut AsyncPgConnection,
    id: ClarificationId,
    given: &Given<'_>,
) -> Result<()> {
    diesel::update(clarifications::table.find(id))
        .set((
            clarifications::answer.eq(given.answer),
            clarifications::answered_by.eq(given.by),
            clarifications::answered_at.eq(given.at),
            clarifications::reworded.eq(given.reworded),
            clarifications::answered_with.eq(given.with),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Puts another answer in the place of one, and keeps that one.
pub(super) async fn correct(
    conn: &mut AsyncPgConnection,
    id: ClarificationId,
    (by, at, answer): (UserId, Moment, &str),
) -> Result<()> {
    let said: (Moment, UserId, String) = clarifications::table
        .find(id)
        .select((
            clarifications::answered_at.assume_not_null(),
            clarifications::answered_by.assume_not_null(),
            clarifications::answer.assume_not_null(),
        ))
        .first(conn)
        .await?;
    diesel::insert_into(earlier_answers::table)
        .values((
            earlier_answers::clarification_id.eq(id),
            earlier_answers::answered_at.eq(said.0),
            earlier_answers::answered_by.eq(said.1),
            earlier_answers::answer.eq(said.2),
            earlier_answers::corrected_at.eq(at),
        ))
        .execute(conn)
        .await?;
    diesel::update(clarifications::table.find(id))
        .set((
            clarifications::answer.eq(answer),
            clarifications::answered_by.eq(by),
            clarifications::answered_at.eq(at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
