//! Signing for the provider, then for the force: a contract, and each
//! variation of one.

use serde::Serialize;
use uuid::Uuid;

use super::forms::Signature;
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::{ContractManager, ProviderAdmin};
use crate::audit::Happened;
use crate::contracts::model::Contract;
use crate::contracts::policy::Refusal;
use crate::contracts::versions::model::Version;
use crate::contracts::versions::queries as versions;
use crate::contracts::versions::state::{VersionEvent, VersionKind};
use crate::contracts::{ending, gates, mail, policy, queries, variations};
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::providers;
use crate::requests;
use crate::types::ids::ContractId;
use crate::types::state::Step;

/// What the audit trail can say about a signature. Names stay out of it: the
/// entry's actor is who signed.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum SigningHappened {
    ByProvider {
        #[serde(skip)]
        contract: Uuid,
        version: i32,
        sha256: String,
    },
    ByForce {
        #[serde(skip)]
        contract: Uuid,
        version: i32,
        sha256: String,
    },
    Contracted {
        #[serde(skip)]
        request: Uuid,
        contract: ContractId,
    },
}

impl Happened for SigningHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::ByProvider { .. } => "contract.signed_by_provider",
            Self::ByForce { .. } => "contract.signed_by_force",
            Self::Contracted { .. } => "request.contracted",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::ByProvider { contract, .. } | Self::ByForce { contract, .. } => *contract,
            Self::Contracted { request, .. } => *request,
        }
    }
}

/// The version that waits to be signed, if it is the one that was read.
async fn read(tx: &mut Tx<'_>, contract: &Contract, signature: &Signature) -> Result<Version> {
    match versions::open(tx.conn(), contract.id).await? {
        Some(version) => {
            policy::may_be_signed(&version, &signature.sha256)?;
            Ok(version)
        }
        None => Err(Refusal::NothingToSign.into()),
    }
}

/// Signs what waits for the provider.
pub async fn sign_for_provider(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    reference: &str,
    signature: &Signature,
    once: Once,
) -> Result<Recorded<Contract>> {
    let now = tx.now();
    queries::hold_request(tx.conn(), reference).await?;
    let mut contract = queries::lock_of_provider(tx.conn(), who.provider, reference).await?;
    tx.once(once, &contract.path()).await?;
    let standing = queries::standing(tx.conn(), &contract).await?;
    let version = versions::to_sign(tx.conn(), contract.id).await?;
    if let Some(varied) = version.as_ref().filter(|it| it.kind == VersionKind::Variation) {
        // Whether the force thinks of ending it is not for the provider to know:
        // what it signs binds nobody before the force signs too.
        variations::policy::may_be_signed(&contract, false, now)?;
        variations::queries::refuse_over_ceiling(tx.conn(), &contract, varied).await?;
    } else {
        let step = policy::may_sign_for_provider(&standing, now)?;
        contract = queries::apply(tx.conn(), contract.id, &step).await?;
    }
    let version = read(tx, &contract, signature).await?;
    let step =
        Step::take(version.state, VersionEvent::ProviderSigns).ok_or(Refusal::ProviderHasSigned)?;
    let words = signature.words();
    let signed = (who.user, words.as_str(), now);
    let version = versions::sign_for_provider(tx.conn(), version.id, &step, signed).await?;
    ask_force(tx, &contract, &version).await?;
    let event = SigningHappened::ByProvider {
        contract: contract.id.uuid(),
        version: version.number,
        sha256: version.digest(),
    };
    tx.record(&event, contract).await
}

/// Asks the force to sign, and its approvers to look at what is not in place.
async fn ask_force(tx: &mut Tx<'_>, contract: &Contract, version: &Version) -> Result<()> {
    let now = tx.now();
    let provider = providers::queries::provider(tx.conn(), contract.provider_id).await?;
    let signers =
        accounts::queries::people_of_force(tx.conn(), contract.force_id, &[Role::ContractManager])
            .await?;
    tx.tell(&signers, &mail::to_sign_for_force(contract, version, &provider.name)).await?;
    if version.kind == VersionKind::Variation {
        return Ok(());
    }
    let found = gates::queries::of(tx.conn(), contract, version, now).await?;
    if found.missing().is_empty() {
        return Ok(());
    }
    let approvers =
        accounts::queries::people_of_force(tx.conn(), contract.force_id, &[Role::Approver]).await?;
    tx.tell(&approvers, &gates::mail::missing(contract, version.number)).await
}

/// Signs what waits for the force, from when on it binds both sides.
pub async fn sign_for_force(
    tx: &mut Tx<'_>,
    who: &ContractManager,
    reference: &str,
    signature: &Signature,
    once: Once,
) -> Result<Recorded<Contract>> {
    let now = tx.now();
    queries::lock_request_of(tx.conn(), who.force, reference).await?;
    let mut contract = queries::lock_of_force(tx.conn(), who.force, reference).await?;
    tx.once(once, &contract.path()).await?;
    queries::refuse_conflicted(tx.conn(), contract.award_id, who.user).await?;
    let standing = queries::standing(tx.conn(), &contract).await?;
    let open = versions::open(tx.conn(), contract.id).await?;
    let mut contracted = None;
    match &open {
        Some(version) if version.kind == VersionKind::Variation => {
            policy::is_approved(version)?;
            let ends = ending::queries::open(tx.conn(), contract.id).await?;
            variations::policy::may_be_signed(&contract, ends.is_some(), now)?;
            variations::queries::refuse_over_ceiling(tx.conn(), &contract, version).await?;
        }
        Some(version) => {
            let missing = gates::queries::of(tx.conn(), &contract, version, now).await?;
            let missing = missing.missing_words();
            let (step, moved) = policy::may_sign_for_force(&standing, &missing, now)?;
            contract = queries::apply(tx.conn(), contract.id, &step).await?;
            contracted = Some(moved);
        }
        None => {
            policy::may_sign_for_force(&standing, &[], now).map(drop)?;
        }
    }
    let version = read(tx, &contract, signature).await?;
    let step = Step::take(version.state, VersionEvent::ForceSigns).ok_or(Refusal::ProviderFirst)?;
    let words = signature.words();
    let signed = (who.user, words.as_str(), now);
    let version = versions::sign_for_force(tx.conn(), version.id, &step, signed).await?;
    let contract = queries::take_on(tx.conn(), contract.id, &version).await?;
    if let Some(contracted) = &contracted {
        requests::queries::apply(tx.conn(), contract.request_id, contracted).await?;
    }
    tell_both(tx, &contract, &version).await?;
    let (id, request) = (contract.id, contract.request_id.uuid());
    let event = SigningHappened::ByForce {
        contract: id.uuid(),
        version: version.number,
        sha256: version.digest(),
    };
    let signed = tx.record(&event, contract).await?;
    match contracted {
        Some(_) => {
            let event = SigningHappened::Contracted { request, contract: id };
            tx.record(&event, signed.value()).await
        }
        None => Ok(signed),
    }
}

async fn tell_both(tx: &mut Tx<'_>, contract: &Contract, version: &Version) -> Result<()> {
    let force_roles = [Role::ContractManager, Role::Requester];
    let provider_roles = [Role::ProviderAdmin, Role::Bidder, Role::DeliveryManager];
    let (force, provider) = (contract.force_id, contract.provider_id);
    let mut told = accounts::queries::people_of_force(tx.conn(), force, &force_roles).await?;
    let sellers = accounts::queries::people_of_provider(tx.conn(), provider, &provider_roles);
    told.extend(sellers.await?);
    tx.tell(&told, &mail::signed(contract, version)).await
}
