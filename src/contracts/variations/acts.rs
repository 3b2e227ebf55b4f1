//! Proposing a variation, and withdrawing one.

use serde::Serialize;
use uuid::Uuid;

use super::model::{Difference, Facts, Proposal};
use super::policy::{self, Refusal};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ContractManager;
use crate::audit::Happened;
use crate::contracts::model::Contract;
use crate::contracts::versions::model::{Approval, NewVersion, Priced, Version};
use crate::contracts::versions::queries as versions;
use crate::contracts::versions::state::VersionKind;
use crate::contracts::{approving, ending, mail as all_mail, queries, terms};
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::forces;
use crate::outbox::Recipient;
use crate::providers;
use crate::requests;
use crate::types::uk_time;

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum VariationHappened {
    Proposed {
        #[serde(skip)]
        contract: Uuid,
        version: i32,
        sha256: String,
        over_ten_percent: bool,
        over_fifty_percent: bool,
    },
    Offered {
        #[serde(skip)]
        contract: Uuid,
        version: i32,
        sha256: String,
    },
    Withdrawn {
        #[serde(skip)]
        contract: Uuid,
        version: i32,
    },
    Dropped {
        #[serde(skip)]
        contract: Uuid,
        version: i32,
    },
}

impl Happened for VariationHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Proposed { .. } => "contract.variation_proposed",
            Self::Offered { .. } => "contract.variation_offered",
            Self::Withdrawn { .. } => "contract.variation_withdrawn",
            Self::Dropped { .. } => "contract.variation_dropped",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Proposed { contract, .. }
            | Self::Offered { contract, .. }
            | Self::Withdrawn { contract, .. }
            | Self::Dropped { contract, .. } => *contract,
        }
    }
}

/// Proposes a variation. If it changes the price or the term, approvers of the
/// force are asked first; otherwise the provider is asked to sign it at once.
pub async fn propose(
    tx: &mut Tx<'_>,
    who: &ContractManager,
    reference: &str,
    new: &Proposal,
    once: Once,
) -> Result<Recorded<Version>> {
    let now = tx.now();
    let contract = queries::lock_of_force(tx.conn(), who.force, reference).await?;
    tx.once(once, &contract.path()).await?;
    queries::refuse_conflicted(tx.conn(), contract.award_id, who.user).await?;
    let earlier = versions::of(tx.conn(), contract.id).await?;
    let open = earlier.iter().find(|it| it.state.is_open());
    let ends = ending::queries::open(tx.conn(), contract.id).await?;
    policy::may_propose(&contract, open, ends.is_some(), now)?;
    let current = versions::priced(tx.conn(), contract.id, contract.version).await?;
    let request = requests::queries::by_id(tx.conn(), contract.request_id).await?;
    let lot = request.lot_code.as_deref().unwrap_or_default();
    let ceilings = providers::queries::bid_ceilings(tx.conn(), contract.provider_id, lot).await?;
    let changes = policy::judged(&current, new, &ceilings, uk_time::date_of(now))?;
    let value = new.schedule.value();
    let value = value.ok_or_else(|| anyhow::anyhow!("the value of {reference} cannot be held"))?;
    let facts = policy::facts(&earlier, request.extension_months, (value, new.ends_on));
    let facts = facts.ok_or(Refusal::NotRunning)?;
    let number = earlier.last().map_or(1, |it| it.number) + 1;
    let document = written((reference, number), &current, new, (&changes, &facts))?;
    let version = NewVersion {
        number,
        kind: VersionKind::Variation,
        document,
        schedule: new.schedule.clone(),
        value,
        fee_basis_points: current.version.fee_basis_points,
        term: (current.version.starts_on, new.ends_on),
        measures: new.measures.clone(),
        particulars: new.particulars.clone(),
        reason: new.reason.clone(),
        by: who.user,
        approval: approving::policy::wanted(&current, new),
    };
    let wanted = version.approval == Approval::Wanted;
    let version = versions::insert(tx.conn(), contract.id, &version, now).await?;
    let (id, sha256) = (contract.id.uuid(), version.digest());
    if !wanted {
        ask_provider(tx, &contract, &version).await?;
        let event = VariationHappened::Offered { contract: id, version: number, sha256 };
        return tx.record(&event, version).await;
    }
    let approvers = approvers(tx, &contract, who).await?;
    tx.tell(&approvers, &approving::mail::wanted(&contract, number)).await?;
    let event = VariationHappened::Proposed {
        contract: id,
        version: number,
        sha256,
        over_ten_percent: facts.over_ten(),
        over_fifty_percent: facts.over_fifty(),
    };
    tx.record(&event, version).await
}

/// The force's approvers, but for whoever acts.
async fn approvers(
    tx: &mut Tx<'_>,
    contract: &Contract,
    who: &ContractManager,
) -> Result<Vec<Recipient>> {
    let roles = [Role::Approver];
    let mut people =
        accounts::queries::people_of_force(tx.conn(), contract.force_id, &roles).await?;
    people.retain(|it| it.user != who.user);
    Ok(people)
}

async fn ask_provider(tx: &mut Tx<'_>, contract: &Contract, version: &Version) -> Result<()> {
    let force = forces::queries::force(tx.conn(), contract.force_id).await?.name;
    let signers = accounts::queries::people_of_provider(
        tx.conn(),
        contract.provider_id,
        &[Role::ProviderAdmin],
    )
    .await?;
    tx.tell(&signers, &all_mail::to_sign_for_provider(contract, version, &force)).await
}

/// The contract's document with what changes in its place.
fn written(
    (reference, number): (&str, i32),
    current: &Priced,
    new: &Proposal,
    (changes, facts): (&[Difference], &Facts),
) -> Result<String> {
    let fee = current.version.fee_basis_points;
    let price = new.schedule.section(fee);
    let price = price.ok_or_else(|| anyhow::anyhow!("the fee of {reference} cannot be held"))?;
    let term = (current.version.starts_on, new.ends_on);
    let changed = terms::Changed {
        reference,
        number,
        replaced: current.version.number,
        reason: &new.reason,
        differences: changes,
        facts: facts.words(),
    };
    let agreed = terms::Agreed {
        term,
        measures: new.measures.clone(),
        particulars: new.particulars.clone(),
    };
    Ok(terms::varied(&current.version.document, &changed, price, &agreed).text())
}

/// Withdraws the variation that is under way.
pub async fn withdraw(
    tx: &mut Tx<'_>,
    who: &ContractManager,
    reference: &str,
    once: Once,
) -> Result<Recorded<Contract>> {
    let now = tx.now();
    let contract = queries::lock_of_force(tx.conn(), who.force, reference).await?;
    tx.once(once, &contract.path()).await?;
    queries::refuse_conflicted(tx.conn(), contract.award_id, who.user).await?;
    let open = versions::open(tx.conn(), contract.id).await?;
    let step = policy::may_withdraw(open.as_ref())?;
    let version = open.ok_or(Refusal::NothingOpen)?;
    versions::settle(tx.conn(), version.id, &step, (Some(who.user), "", now)).await?;
    let (id, number) = (contract.id.uuid(), version.number);
    if !version.is_offered {
        let approvers = approvers(tx, &contract, who).await?;
        tx.tell(&approvers, &approving::mail::no_longer_wanted(&contract, number)).await?;
        let event = VariationHappened::Dropped { contract: id, version: number };
        return tx.record(&event, contract).await;
    }
    let told = accounts::queries::people_of_provider(
        tx.conn(),
        contract.provider_id,
        &[Role::ProviderAdmin],
    )
    .await?;
    tx.tell(&told, &super::mail::withdrawn(&contract, number)).await?;
    let event = VariationHappened::Withdrawn { contract: id, version: number };
    tx.record(&event, contract).await
}
