//! Warning both sides of a contract: done by the worker, for the system.

use serde::Serialize;
use uuid::Uuid;

use super::model::Warning;
use super::policy::Refusal;
use super::{mail, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::audit::Happened;
use crate::contracts::queries as all;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::types::ids::ContractId;
use crate::types::uk_time;

#[derive(Debug, Serialize)]
struct Warned<'a> {
    #[serde(skip)]
    contract: Uuid,
    warnings: &'a [Warning],
}

impl Happened for Warned<'_> {
    fn action(&self) -> &'static str {
        "contract.warned_of_clearance"
    }

    fn subject(&self) -> Uuid {
        self.contract
    }
}

/// Gives both sides every warning that is due today, and says how many. Several
/// workers may try at once: the contract is held meanwhile, and whoever comes
/// second finds nothing due.
pub async fn warn(tx: &mut Tx<'_>, id: ContractId) -> Result<Recorded<usize>> {
    let (now, today) = (tx.now(), uk_time::date_of(tx.now()));
    let contract = all::lock(tx.conn(), id).await?;
    let found = queries::of(tx.conn(), id, today).await?;
    let given = queries::given(tx.conn(), id).await?;
    let due = policy::due(&found, &given, today);
    if due.is_empty() {
        return Err(Refusal::NothingDue.into());
    }
    let (force, provider) = (contract.force_id, contract.provider_id);
    let mut told =
        accounts::queries::people_of_force(tx.conn(), force, &[Role::ContractManager]).await?;
    let roles = [Role::ProviderAdmin, Role::DeliveryManager];
    told.extend(accounts::queries::people_of_provider(tx.conn(), provider, &roles).await?);
    for (lapsing, warning) in &due {
        tx.tell(&told, &mail::lapsing(&contract, lapsing, warning)).await?;
        queries::note(tx.conn(), id, warning, now).await?;
    }
    let warnings: Vec<Warning> = due.into_iter().map(|it| it.1).collect();
    tx.record(&Warned { contract: id.uuid(), warnings: &warnings }, warnings.len()).await
}
