//! Signing for the provider, then for the force.

use serde::Serialize;
use uuid::Uuid;

use super::forms::Signature;
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::{ContractManager, ProviderAdmin};
use crate::audit::Happened;
use crate::contracts::model::Contract;
use crate::contracts::{mail, policy, queries};
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::providers;
use crate::requests;
use crate::types::ids::ContractId;

/// What the audit trail can say about a signature. Names stay out of it: the
/// entry's actor is who signed.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum SigningHappened {
    ByProvider {
        #[serde(skip)]
        contract: Uuid,
        sha256: String,
    },
    ByForce {
        #[serde(skip)]
        contract: Uuid,
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

/// Signs a contract for the provider.
pub async fn sign_for_provider(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    reference: &str,
    signature: &Signature,
    once: Once,
) -> Result<Recorded<Contract>> {
    let now = tx.now();
    queries::hold_request(tx.conn(), reference).await?;
    let contract = queries::lock_of_provider(tx.conn(), who.provider, reference).await?;
    tx.once(once, &contract.path()).await?;
    let standing = queries::standing(tx.conn(), &contract).await?;
    let step = policy::may_sign_for_provider(&standing, now)?;
    let words = signature.words();
    let signed = (who.user, words.as_str(), now);
    let contract = queries::sign_for_provider(tx.conn(), contract.id, &step, signed).await?;
    let provider = providers::queries::provider(tx.conn(), who.provider).await?;
    let signers =
        accounts::queries::people_of_force(tx.conn(), contract.force_id, &[Role::ContractManager])
            .await?;
    tx.tell(&signers, &mail::to_sign_for_force(&contract, &provider.name)).await?;
    let event =
        SigningHappened::ByProvider { contract: contract.id.uuid(), sha256: contract.digest() };
    tx.record(&event, contract).await
}

/// Signs a contract for the force, from when on it binds both sides.
pub async fn sign_for_force(
    tx: &mut Tx<'_>,
    who: &ContractManager,
    reference: &str,
    signature: &Signature,
    once: Once,
) -> Result<Recorded<Contract>> {
    let now = tx.now();
    queries::hold_request(tx.conn(), reference).await?;
    let contract = queries::lock_of_force(tx.conn(), who.force, reference).await?;
    tx.once(once, &contract.path()).await?;
    let standing = queries::standing(tx.conn(), &contract).await?;
    let (step, contracted) = policy::may_sign_for_force(&standing, now)?;
    let words = signature.words();
    let signed = (who.user, words.as_str(), now);
    let contract = queries::sign_for_force(tx.conn(), contract.id, &step, signed).await?;
    requests::queries::apply(tx.conn(), contract.request_id, &contracted).await?;
    let force_roles = [Role::ContractManager, Role::Requester];
    let provider_roles = [Role::ProviderAdmin, Role::Bidder, Role::DeliveryManager];
    let mut told =
        accounts::queries::people_of_force(tx.conn(), contract.force_id, &force_roles).await?;
    told.extend(
        accounts::queries::people_of_provider(tx.conn(), contract.provider_id, &provider_roles)
            .await?,
    );
    tx.tell(&told, &mail::signed(&contract)).await?;
    let (id, request) = (contract.id, contract.request_id.uuid());
    let event = SigningHappened::ByForce { contract: id.uuid(), sha256: contract.digest() };
    let contract = tx.record(&event, contract).await?.value();
    tx.record(&SigningHappened::Contracted { request, contract: id }, contract).await
}
