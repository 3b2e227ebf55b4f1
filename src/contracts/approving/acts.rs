//! Approving a variation, and sending it back.

use serde::Serialize;
use uuid::Uuid;

use super::policy::{self, Refusal};
use super::{mail, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::Approver;
use crate::audit::Happened;
use crate::contracts::model::Contract;
use crate::contracts::versions::model::Version;
use crate::contracts::versions::queries as versions;
use crate::contracts::versions::state::VersionEvent;
use crate::contracts::{ending, mail as all_mail, queries as all, variations};
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::forces;
use crate::outbox::Recipient;
use crate::types::uk_time;

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum ApprovalHappened {
    FirstApproved {
        #[serde(skip)]
        contract: Uuid,
        version: i32,
        sha256: String,
    },
    Approved {
        #[serde(skip)]
        contract: Uuid,
        version: i32,
        sha256: String,
    },
    SentBack {
        #[serde(skip)]
        contract: Uuid,
        version: i32,
    },
}

impl Happened for ApprovalHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::FirstApproved { .. } => "contract.variation_first_approved",
            Self::Approved { .. } => "contract.variation_approved",
            Self::SentBack { .. } => "contract.variation_sent_back",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::FirstApproved { contract, .. }
            | Self::Approved { contract, .. }
            | Self::SentBack { contract, .. } => *contract,
        }
    }
}

/// What came of an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approved {
    /// Another approver must agree.
    First,
    /// The provider is asked to sign.
    Last,
}

/// Approves a variation as another person than proposed it. Above the force's
/// band it takes two; the last offers it to the provider. `read` is the number
/// of the version that the person had before them.
pub async fn approve(
    tx: &mut Tx<'_>,
    who: &Approver,
    reference: &str,
    read: i32,
    once: Once,
) -> Result<Recorded<Approved>> {
    let now = tx.now();
    let contract = all::lock_of_force(tx.conn(), who.force, reference).await?;
    tx.once(once, &contract.path()).await?;
    all::refuse_conflicted(tx.conn(), contract.award_id, who.user).await?;
    let open = versions::open(tx.conn(), contract.id).await?;
    let step = policy::may_decide(who, open.as_ref(), VersionEvent::Approve)?;
    let ends = ending::queries::open(tx.conn(), contract.id).await?;
    variations::policy::may_be_signed(&contract, ends.is_some(), now)?;
    let version = open.ok_or(Refusal::NothingWaits)?;
    policy::is_the_one_read(&version, read)?;
    policy::is_timely(&version, uk_time::date_of(now))?;
    variations::queries::refuse_over_ceiling(tx.conn(), &contract, &version).await?;
    let needed = queries::needed(tx.conn(), contract.force_id, version.value).await?;
    if needed.is_two() && version.first_approved_by.is_none() {
        return first_approval(tx, who, &contract, &version).await;
    }
    let version = versions::approve(tx.conn(), version.id, &step, (who.user, now)).await?;
    let force = forces::queries::force(tx.conn(), contract.force_id).await?.name;
    let signers = accounts::queries::people_of_provider(
        tx.conn(),
        contract.provider_id,
        &[Role::ProviderAdmin],
    )
    .await?;
    tx.tell(&signers, &all_mail::to_sign_for_provider(&contract, &version, &force)).await?;
    let managers = others(tx, &contract, who, Role::ContractManager).await?;
    tx.tell(&managers, &mail::approved(&contract, version.number)).await?;
    let event = ApprovalHappened::Approved {
        contract: contract.id.uuid(),
        version: version.number,
        sha256: version.digest(),
    };
    tx.record(&event, Approved::Last).await
}

async fn first_approval(
    tx: &mut Tx<'_>,
    who: &Approver,
    contract: &Contract,
    version: &Version,
) -> Result<Recorded<Approved>> {
    let now = tx.now();
    versions::first_approve(tx.conn(), version.id, (who.user, now)).await?;
    let mut approvers = others(tx, contract, who, Role::Approver).await?;
    approvers.retain(|it| Some(it.user) != version.made_by);
    tx.tell(&approvers, &mail::second_wanted(contract, version.number)).await?;
    let event = ApprovalHappened::FirstApproved {
        contract: contract.id.uuid(),
        version: version.number,
        sha256: version.digest(),
    };
    tx.record(&event, Approved::First).await
}

/// Sends a variation back as another person than proposed it, with a comment.
pub async fn send_back(
    tx: &mut Tx<'_>,
    who: &Approver,
    reference: &str,
    (comment, read): (&str, i32),
    once: Once,
) -> Result<Recorded<Contract>> {
    let now = tx.now();
    let contract = all::lock_of_force(tx.conn(), who.force, reference).await?;
    tx.once(once, &contract.path()).await?;
    all::refuse_conflicted(tx.conn(), contract.award_id, who.user).await?;
    let open = versions::open(tx.conn(), contract.id).await?;
    let step = policy::may_decide(who, open.as_ref(), VersionEvent::SendBack)?;
    let version = open.ok_or(Refusal::NothingWaits)?;
    policy::is_the_one_read(&version, read)?;
    versions::settle(tx.conn(), version.id, &step, (Some(who.user), comment, now)).await?;
    let managers = others(tx, &contract, who, Role::ContractManager).await?;
    tx.tell(&managers, &mail::sent_back(&contract, version.number)).await?;
    let event =
        ApprovalHappened::SentBack { contract: contract.id.uuid(), version: version.number };
    tx.record(&event, contract).await
}

/// People of the force with a role, but for whoever acts.
async fn others(
    tx: &mut Tx<'_>,
    contract: &Contract,
    who: &Approver,
    role: Role,
) -> Result<Vec<Recipient>> {
    let mut people =
        accounts::queries::people_of_force(tx.conn(), contract.force_id, &[role]).await?;
    people.retain(|it| it.user != who.user);
    Ok(people)
}
