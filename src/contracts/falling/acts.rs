//! Withdrawing a contract with what it rests on.

use serde::Serialize;
use uuid::Uuid;

use super::{mail, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::audit::Happened;
use crate::contracts::policy::Refusal;
use crate::contracts::queries as all;
use crate::contracts::state::ContractEvent;
use crate::contracts::versions::queries as versions;
use crate::contracts::versions::state::VersionEvent;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::types::state::Step;

#[derive(Debug, Serialize)]
struct Withdrawn {
    #[serde(skip)]
    contract: Uuid,
}

impl Happened for Withdrawn {
    fn action(&self) -> &'static str {
        "contract.withdrawn"
    }

    fn subject(&self) -> Uuid {
        self.contract
    }
}

/// Withdraws the contract of a request that not both have signed, if there is
/// one, after something was done that takes away what it rests on.
pub async fn fall<T>(tx: &mut Tx<'_>, request: &str, done: Recorded<T>) -> Result<Recorded<T>> {
    let now = tx.now();
    let Some(contract) = queries::unsigned(tx.conn(), request).await? else { return Ok(done) };
    let step = Step::take(contract.state, ContractEvent::FallAway).ok_or(Refusal::Moved)?;
    let contract = all::apply(tx.conn(), contract.id, &step).await?;
    if let Some(open) = versions::open(tx.conn(), contract.id).await? {
        let step = Step::take(open.state, VersionEvent::Lapse).ok_or(Refusal::Moved)?;
        versions::settle(tx.conn(), open.id, &step, (None, "", now)).await?;
    }
    let (force, provider) = (contract.force_id, contract.provider_id);
    let mut told =
        accounts::queries::people_of_force(tx.conn(), force, &[Role::ContractManager]).await?;
    let signers =
        accounts::queries::people_of_provider(tx.conn(), provider, &[Role::ProviderAdmin]);
    told.extend(signers.await?);
    tx.tell(&told, &mail::withdrawn(&contract)).await?;
    tx.record(&Withdrawn { contract: contract.id.uuid() }, done.value()).await
}
