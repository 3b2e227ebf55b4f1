//! Returning a contract, and offering it again corrected.

use serde::Serialize;
use uuid::Uuid;

use super::{mail, policy};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::{ContractManager, ProviderAdmin};
use crate::audit::Happened;
use crate::contracts::acts::written;
use crate::contracts::forms::Particulars;
use crate::contracts::model::Contract;
use crate::contracts::policy::{Refusal, may_correct};
use crate::contracts::versions::queries as versions;
use crate::contracts::versions::state::VersionEvent;
use crate::contracts::{basis, mail as all_mail, queries, terms};
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::providers;
use crate::types::state::Step;

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum ReturningHappened {
    Returned {
        #[serde(skip)]
        contract: Uuid,
        version: i32,
    },
    Corrected {
        #[serde(skip)]
        contract: Uuid,
        version: i32,
        sha256: String,
    },
}

impl Happened for ReturningHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Returned { .. } => "contract.returned",
            Self::Corrected { .. } => "contract.corrected",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Returned { contract, .. } | Self::Corrected { contract, .. } => *contract,
        }
    }
}

/// The provider returns what waits for its signature, with words.
pub async fn give_back(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    reference: &str,
    words: &str,
    once: Once,
) -> Result<Recorded<Contract>> {
    let now = tx.now();
    let mut contract = queries::lock_of_provider(tx.conn(), who.provider, reference).await?;
    tx.once(once, &contract.path()).await?;
    let open = versions::to_sign(tx.conn(), contract.id).await?;
    let (step, moved) = policy::may_return(contract.state, open.as_ref())?;
    let version = open.ok_or(Refusal::NothingToSign)?;
    versions::settle(tx.conn(), version.id, &step, (Some(who.user), words, now)).await?;
    if let Some(moved) = moved {
        contract = queries::apply(tx.conn(), contract.id, &moved).await?;
    }
    let provider = providers::queries::provider(tx.conn(), who.provider).await?;
    let told =
        accounts::queries::people_of_force(tx.conn(), contract.force_id, &[Role::ContractManager])
            .await?;
    tx.tell(&told, &mail::returned(&contract, &version, &provider.name)).await?;
    let event =
        ReturningHappened::Returned { contract: contract.id.uuid(), version: version.number };
    tx.record(&event, contract).await
}

/// The force offers a contract again, corrected, as a new version. What waited
/// to be signed is withdrawn, and a signature on it signs nothing.
pub async fn correct(
    tx: &mut Tx<'_>,
    who: &ContractManager,
    reference: &str,
    (typed, reason): (&Particulars, &str),
    once: Once,
) -> Result<Recorded<Contract>> {
    let now = tx.now();
    let request = queries::lock_request_of(tx.conn(), who.force, reference).await?;
    let contract = queries::lock_of_force(tx.conn(), who.force, reference).await?;
    tx.once(once, &contract.path()).await?;
    queries::refuse_conflicted(tx.conn(), contract.award_id, who.user).await?;
    let standing = queries::standing(tx.conn(), &contract).await?;
    let step = may_correct(&standing, now)?;
    let earlier = versions::of(tx.conn(), contract.id).await?;
    if let Some(open) = earlier.iter().find(|it| it.state.is_open()) {
        let withdrawn =
            Step::take(open.state, VersionEvent::ForceWithdraws).ok_or(Refusal::Moved)?;
        versions::settle(tx.conn(), open.id, &withdrawn, (Some(who.user), reason, now)).await?;
    }
    let number = earlier.last().map_or(1, |it| it.number) + 1;
    let award =
        basis::queries::approved_award(tx.conn(), request.id).await?.ok_or(Refusal::NoAward)?;
    let basis = basis::queries::of(tx.conn(), request, award, now).await?;
    let mut new = written((reference, number), &basis, typed, (who.user, now))?;
    new.document = terms::correcting(&new.document, number - 1, reason);
    new.reason = reason.to_owned();
    let version = versions::insert(tx.conn(), contract.id, &new, now).await?;
    queries::apply(tx.conn(), contract.id, &step).await?;
    let contract = queries::take_on(tx.conn(), contract.id, &version).await?;
    let signers = accounts::queries::people_of_provider(
        tx.conn(),
        contract.provider_id,
        &[Role::ProviderAdmin],
    )
    .await?;
    let message = all_mail::to_sign_for_provider(&contract, &version, &basis.force.name);
    tx.tell(&signers, &message).await?;
    let event = ReturningHappened::Corrected {
        contract: contract.id.uuid(),
        version: version.number,
        sha256: version.digest(),
    };
    tx.record(&event, contract).await
}
