//! Telling that a standstill is over: done by the worker, for the system.

use serde::Serialize;
use uuid::Uuid;

use super::policy::Refusal;
use super::{mail, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::audit::Happened;
use crate::awards::challenges;
use crate::awards::queries as awards;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::requests;
use crate::types::ids::{AwardId, RequestId};

#[derive(Debug, Serialize)]
struct StandstillOver {
    #[serde(skip)]
    request: Uuid,
    award: AwardId,
}

impl Happened for StandstillOver {
    fn action(&self) -> &'static str {
        "standstill.over"
    }

    fn subject(&self) -> Uuid {
        self.request
    }
}

/// Tells the force and the winner that a standstill is over. Several workers
/// may try at once: the request is held, and whoever comes second finds nothing due.
pub async fn tell(tx: &mut Tx<'_>, id: RequestId) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = requests::queries::lock(tx.conn(), id).await?;
    let award = awards::approved(tx.conn(), id).await?.ok_or(Refusal::NothingDue)?;
    let told = queries::told(tx.conn(), award.id).await?;
    let held = challenges::queries::is_held(tx.conn(), award.id).await?;
    policy::is_due(&request, &award, (told, held), now)?;
    queries::note(tx.conn(), award.id, now).await?;
    let roles = [Role::ContractManager, Role::Requester];
    let to = accounts::queries::people_of_force(tx.conn(), request.force_id, &roles).await?;
    tx.tell(&to, &mail::over(&request, award.id)).await?;
    let winner = awards::head_of(tx.conn(), &award).await?;
    let readers = [Role::Bidder, Role::ProviderAdmin];
    let to = accounts::queries::people_of_provider(tx.conn(), winner.provider_id, &readers).await?;
    tx.tell(&to, &mail::over_for_winner(&request, &winner.reference, award.id)).await?;
    tx.record(&StandstillOver { request: id.uuid(), award: award.id }, ()).await
}
