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
use crate::contracts::versions::model::{NewVersion, Priced};
use crate::contracts::versions::queries as versions;
use crate::contracts::versions::state::VersionKind;
use crate::contracts::{ending, mail as all_mail, queries, terms};
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::forces;
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
    Withdrawn {
        #[serde(skip)]
        contract: Uuid,
        version: i32,
    },
}

impl Happened for VariationHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Proposed { .. } => "contract.variation_proposed",
            Self::Withdrawn { .. } => "contract.variation_withdrawn",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Proposed { contract, .. } | Self::Withdrawn { contract, .. } => *contract,
        }
    }
}

/// Proposes a variation, which the provider is asked to sign first.
pub async fn propose(
    tx: &mut Tx<'_>,
    who: &ContractManager,
    reference: &str,
    new: &Proposal,
    once: Once,
) -> Result<Recorded<Contract>> {
    let now = tx.now();
    let contract = queries::lock_of_force(tx.conn(), who.force, reference).await?;
    tx.once(once, &contract.path()).await?;
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
    };
    let version = versions::insert(tx.conn(), contract.id, &version, now).await?;
    let force = forces::queries::force(tx.conn(), contract.force_id).await?.name;
    let signers = accounts::queries::people_of_provider(
        tx.conn(),
        contract.provider_id,
        &[Role::ProviderAdmin],
    )
    .await?;
    tx.tell(&signers, &all_mail::to_sign_for_provider(&contract, &version, &force)).await?;
    let event = VariationHappened::Proposed {
        contract: contract.id.uuid(),
        version: number,
        sha256: version.digest(),
        over_ten_percent: facts.over_ten(),
        over_fifty_percent: facts.over_fifty(),
    };
    tx.record(&event, contract).await
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
    let open = versions::open(tx.conn(), contract.id).await?;
    let step = policy::may_withdraw(open.as_ref())?;
    let version = open.ok_or(Refusal::NothingOpen)?;
    versions::settle(tx.conn(), version.id, &step, (Some(who.user), "", now)).await?;
    let told = accounts::queries::people_of_provider(
        tx.conn(),
        contract.provider_id,
        &[Role::ProviderAdmin],
    )
    .await?;
    tx.tell(&told, &super::mail::withdrawn(&contract, version.number)).await?;
    let event =
        VariationHappened::Withdrawn { contract: contract.id.uuid(), version: version.number };
    tx.record(&event, contract).await
}
