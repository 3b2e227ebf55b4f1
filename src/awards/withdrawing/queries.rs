//! Finding and keeping withdrawals.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Diesel};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Withdrawal;
use super::policy::Refusal;
use super::state::WithdrawalState;
use crate::awards::model::Award;
use crate::awards::state::AwardState;
use crate::error::Result;
use crate::schema::{award_withdrawals as it, awards};
use crate::types::ids::{AwardId, RequestId, UserId, WithdrawalId};
use crate::types::state::Step;
use crate::types::time::Moment;

/// Every withdrawal that was asked for, the newest first.
pub async fn of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Withdrawal>> {
    Ok(it::table
        .filter(it::request_id.eq(id))
        .order((it::proposed_at.desc(), it::id.desc()))
        .select(Withdrawal::as_select())
        .load(conn)
        .await?)
}

/// The withdrawal that waits for a second person, if one does.
pub async fn waiting(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Option<Withdrawal>> {
    Ok(of(conn, id).await?.into_iter().find(Withdrawal::waits))
}

/// The withdrawals that were made, the newest first.
pub async fn made(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Withdrawal>> {
    let mut all = of(conn, id).await?;
    all.retain(|it| it.state == WithdrawalState::Made);
    Ok(all)
}

/// Keeps what is asked for. The database lets one wait for each award.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    award: &Award,
    reason: &str,
    (by, now): (UserId, Moment),
) -> Result<WithdrawalId> {
    let id = WithdrawalId::mint();
    let made = diesel::insert_into(it::table)
        .values((
            it::id.eq(id),
            it::request_id.eq(award.request_id),
            it::award_id.eq(award.id),
            it::state.eq(WithdrawalState::Proposed),
            it::reason.eq(reason),
            it::proposed_by.eq(by),
            it::proposed_at.eq(now),
        ))
        .execute(conn)
        .await;
    match made {
        Err(Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Refusal::AlreadyProposed.into())
        }
        other => Ok(other.map(|_| id)?),
    }
}

/// Decides on a withdrawal, unless somebody did while we were looking.
pub(super) async fn decide(
    conn: &mut AsyncPgConnection,
    id: WithdrawalId,
    step: &Step<WithdrawalState>,
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

/// Takes the award itself back.
pub(super) async fn withdraw(
    conn: &mut AsyncPgConnection,
    id: AwardId,
    step: &Step<AwardState>,
) -> Result<()> {
    let changed = diesel::update(awards::table.find(id).filter(awards::state.eq(step.from())))
        .set(awards::state.eq(step.to()))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(Refusal::NoAward.into()) }
}
