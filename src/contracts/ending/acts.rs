//! Ending a contract: before its time by two people, or on its last day.

use serde::Serialize;
use uuid::Uuid;

use super::model::TerminationReason;
use super::policy::{self, Refusal};
use super::state::TerminationEvent;
use super::{mail, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::{Approver, ContractManager, ForceMember};
use crate::audit::Happened;
use crate::contracts::model::Contract;
use crate::contracts::queries as all;
use crate::contracts::versions::queries as versions;
use crate::contracts::versions::state::VersionEvent;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::outbox::Recipient;
use crate::types::ids::{ContractId, TerminationId};
use crate::types::state::Step;
use crate::types::uk_time;

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum EndingHappened {
    Proposed {
        #[serde(skip)]
        contract: Uuid,
        termination: TerminationId,
        reason: TerminationReason,
    },
    Withdrawn {
        #[serde(skip)]
        contract: Uuid,
        termination: TerminationId,
    },
    Terminated {
        #[serde(skip)]
        contract: Uuid,
        termination: TerminationId,
        reason: TerminationReason,
    },
    Ended {
        #[serde(skip)]
        contract: Uuid,
    },
}

impl Happened for EndingHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Proposed { .. } => "contract.termination_proposed",
            Self::Withdrawn { .. } => "contract.termination_withdrawn",
            Self::Terminated { .. } => "contract.terminated",
            Self::Ended { .. } => "contract.ended",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Proposed { contract, .. }
            | Self::Withdrawn { contract, .. }
            | Self::Terminated { contract, .. }
            | Self::Ended { contract } => *contract,
        }
    }
}

/// A contract manager proposes to end a contract.
pub async fn propose(
    tx: &mut Tx<'_>,
    who: &ContractManager,
    reference: &str,
    (reason, words): (TerminationReason, &str),
    once: Once,
) -> Result<Recorded<Contract>> {
    let now = tx.now();
    let contract = all::lock_of_force(tx.conn(), who.force, reference).await?;
    tx.once(once, &contract.path()).await?;
    all::refuse_conflicted(tx.conn(), contract.award_id, who.user).await?;
    let open = queries::open(tx.conn(), contract.id).await?;
    policy::may_propose(who, &contract, open.as_ref(), now)?;
    let termination =
        queries::insert(tx.conn(), contract.id, (reason, words), (who.user, now)).await?;
    let approvers =
        accounts::queries::people_of_force(tx.conn(), contract.force_id, &[Role::Approver]).await?;
    let others: Vec<Recipient> = approvers.into_iter().filter(|it| it.user != who.user).collect();
    tx.tell(&others, &mail::proposed(&contract, termination)).await?;
    let event = EndingHappened::Proposed { contract: contract.id.uuid(), termination, reason };
    tx.record(&event, contract).await
}

/// An approver confirms it: the contract has ended.
pub async fn confirm(
    tx: &mut Tx<'_>,
    who: &Approver,
    reference: &str,
    once: Once,
) -> Result<Recorded<Contract>> {
    let now = tx.now();
    let contract = all::lock_of_force(tx.conn(), who.force, reference).await?;
    tx.once(once, &contract.path()).await?;
    all::refuse_conflicted(tx.conn(), contract.award_id, who.user).await?;
    let open = queries::open(tx.conn(), contract.id).await?;
    let (step, ends) = policy::may_confirm(who, &contract, open.as_ref(), now)?;
    let open = open.ok_or(Refusal::NothingProposed)?;
    queries::settle(tx.conn(), open.id, &step, (Some(who.user), now)).await?;
    all::apply(tx.conn(), contract.id, &ends).await?;
    let contract = queries::terminated(tx.conn(), contract.id, uk_time::date_of(now)).await?;
    lapse(tx, contract.id).await?;
    let told = both(tx, &contract).await?;
    tx.tell(&told, &mail::terminated(&contract, open.reason)).await?;
    let event = EndingHappened::Terminated {
        contract: contract.id.uuid(),
        termination: open.id,
        reason: open.reason,
    };
    tx.record(&event, contract).await
}

/// Whoever may propose or confirm takes the proposal back.
pub async fn withdraw(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<Contract>> {
    let now = tx.now();
    let contract = all::lock_of_force(tx.conn(), who.force, reference).await?;
    tx.once(once, &contract.path()).await?;
    all::refuse_conflicted(tx.conn(), contract.award_id, who.user).await?;
    let open = queries::open(tx.conn(), contract.id).await?;
    let step = policy::may_withdraw(who, open.as_ref())?;
    let open = open.ok_or(Refusal::NothingProposed)?;
    queries::settle(tx.conn(), open.id, &step, (Some(who.user), now)).await?;
    let roles = [Role::ContractManager, Role::Approver];
    let told = accounts::queries::people_of_force(tx.conn(), contract.force_id, &roles).await?;
    let others: Vec<Recipient> = told.into_iter().filter(|it| it.user != who.user).collect();
    tx.tell(&others, &mail::withdrawn(&contract, open.id)).await?;
    let event = EndingHappened::Withdrawn { contract: contract.id.uuid(), termination: open.id };
    tx.record(&event, contract).await
}

/// Ends a contract whose last day has passed: done by the worker. Several may
/// try at once: the contract is held meanwhile.
pub async fn run_out(tx: &mut Tx<'_>, id: ContractId) -> Result<Recorded<()>> {
    let now = tx.now();
    let contract = all::lock(tx.conn(), id).await?;
    let step = policy::may_run_out(&contract, uk_time::date_of(now))?;
    let contract = all::apply(tx.conn(), contract.id, &step).await?;
    if let Some(open) = queries::open(tx.conn(), contract.id).await? {
        let step = Step::take(open.state, TerminationEvent::Withdraw);
        let step = step.ok_or(Refusal::NothingProposed)?;
        queries::settle(tx.conn(), open.id, &step, (None, now)).await?;
    }
    lapse(tx, contract.id).await?;
    let told = both(tx, &contract).await?;
    tx.tell(&told, &mail::ended(&contract)).await?;
    tx.record(&EndingHappened::Ended { contract: contract.id.uuid() }, ()).await
}

/// What waits to be signed of a contract that ends is signed no more.
async fn lapse(tx: &mut Tx<'_>, contract: ContractId) -> Result<()> {
    let now = tx.now();
    let Some(open) = versions::open(tx.conn(), contract).await? else { return Ok(()) };
    let step = Step::take(open.state, VersionEvent::Lapse).ok_or(Refusal::NotRunning)?;
    versions::settle(tx.conn(), open.id, &step, (None, "", now)).await
}

async fn both(tx: &mut Tx<'_>, contract: &Contract) -> Result<Vec<Recipient>> {
    let force_roles = [Role::ContractManager, Role::Requester];
    let provider_roles = [Role::ProviderAdmin, Role::DeliveryManager];
    let (force, provider) = (contract.force_id, contract.provider_id);
    let mut told = accounts::queries::people_of_force(tx.conn(), force, &force_roles).await?;
    let sellers = accounts::queries::people_of_provider(tx.conn(), provider, &provider_roles);
    told.extend(sellers.await?);
    Ok(told)
}
