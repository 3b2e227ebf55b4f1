//! Finding and keeping terminations, and contracts that have run out.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Termination, TerminationReason};
use super::policy::Refusal;
use super::state::TerminationState;
use crate::contracts::model::Contract;
use crate::contracts::state::ContractState;
use crate::error::{Error, Result};
use crate::schema::{contract_terminations, contracts};
use crate::types::ids::{ContractId, RequestId, TerminationId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;

/// Keeps the day on which a contract was ended before its last.
pub(super) async fn terminated(
    conn: &mut AsyncPgConnection,
    id: ContractId,
    on: NaiveDate,
) -> Result<Contract> {
    Ok(diesel::update(contracts::table.find(id))
        .set(contracts::terminated_on.eq(on))
        .returning(Contract::as_returning())
        .get_result(conn)
        .await?)
}

/// The termination that waits for a second person, if one does.
pub async fn open(
    conn: &mut AsyncPgConnection,
    contract: ContractId,
) -> Result<Option<Termination>> {
    Ok(contract_terminations::table
        .filter(contract_terminations::contract_id.eq(contract))
        .filter(contract_terminations::state.eq(TerminationState::Proposed))
        .select(Termination::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// The termination that matters: the one that is proposed, or that ended it.
pub async fn of(conn: &mut AsyncPgConnection, contract: ContractId) -> Result<Option<Termination>> {
    Ok(contract_terminations::table
        .filter(contract_terminations::contract_id.eq(contract))
        .filter(contract_terminations::state.ne(TerminationState::Withdrawn))
        .select(Termination::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// When the contract of a request was ended before its last day, if it was. It
/// is on a page for everyone, so the reason is not.
pub async fn ended_early(
    conn: &mut AsyncPgConnection,
    request: RequestId,
) -> Result<Option<Moment>> {
    let ended: Option<Option<Moment>> = contract_terminations::table
        .inner_join(contracts::table)
        .filter(contracts::request_id.eq(request))
        .filter(contract_terminations::state.eq(TerminationState::Confirmed))
        .select(contract_terminations::settled_at)
        .first(conn)
        .await
        .optional()?;
    Ok(ended.flatten())
}

/// Every termination that was proposed, oldest first.
pub async fn ever(
    conn: &mut AsyncPgConnection,
    contracts: &[ContractId],
) -> Result<Vec<Termination>> {
    Ok(contract_terminations::table
        .filter(contract_terminations::contract_id.eq_any(contracts))
        .order((contract_terminations::proposed_at, contract_terminations::id))
        .select(Termination::as_select())
        .load(conn)
        .await?)
}

/// Keeps a proposal to end a contract. The contract is held meanwhile.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    contract: ContractId,
    (reason, words): (TerminationReason, &str),
    (by, now): (UserId, Moment),
) -> Result<TerminationId> {
    use contract_terminations as it;
    let id = TerminationId::mint();
    diesel::insert_into(it::table)
        .values((
            it::id.eq(id),
            it::contract_id.eq(contract),
            it::reason.eq(reason),
            it::words.eq(words),
            it::state.eq(TerminationState::Proposed),
            it::proposed_by.eq(by),
            it::proposed_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

/// Settles a proposal; nobody where the last day overtook it.
pub(super) async fn settle(
    conn: &mut AsyncPgConnection,
    id: TerminationId,
    step: &Step<TerminationState>,
    (by, now): (Option<UserId>, Moment),
) -> Result<()> {
    use contract_terminations as it;
    let settled = diesel::update(it::table.find(id).filter(it::state.eq(step.from())))
        .set((it::state.eq(step.to()), it::settled_by.eq(by), it::settled_at.eq(now)))
        .execute(conn)
        .await?;
    if settled == 1 { Ok(()) } else { Err(Error::from(Refusal::NothingProposed)) }
}

/// The contracts whose last day has passed, the oldest first.
pub async fn run_out(
    conn: &mut AsyncPgConnection,
    today: NaiveDate,
    most: i64,
) -> Result<Vec<ContractId>> {
    Ok(contracts::table
        .filter(contracts::state.eq(ContractState::Active))
        .filter(contracts::ends_on.lt(today))
        .order((contracts::ends_on, contracts::id))
        .limit(most)
        .select(contracts::id)
        .load(conn)
        .await?)
}
