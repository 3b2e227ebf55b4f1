//! A provider leaves.

use serde::Serialize;
use uuid::Uuid;

use super::{mail, policy};
use crate::accounts::model::Role;
use crate::accounts::queries::{operator_people, people_of_provider};
use crate::accounts::roles::ProviderAdmin;
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::providers::changes;
use crate::providers::queries;

#[derive(Debug, Serialize)]
struct Left {
    #[serde(skip)]
    provider: Uuid,
}

impl Happened for Left {
    fn action(&self) -> &'static str {
        "provider.left"
    }

    fn subject(&self) -> Uuid {
        self.provider
    }
}

/// Takes the company off the framework; changes that wait are withdrawn.
pub async fn leave(tx: &mut Tx<'_>, who: &ProviderAdmin, reason: &str) -> Result<Recorded<()>> {
    let now = tx.now();
    let provider = queries::lock(tx.conn(), who.provider).await?;
    let contracts = queries::live_contracts(tx.conn(), provider.id).await?;
    let bids = queries::undecided_bids(tx.conn(), provider.id).await?;
    let step = policy::may_leave(provider.state, &contracts, &bids)?;
    let provider = queries::apply(tx.conn(), provider.id, &step, reason).await?;
    changes::queries::withdraw_all(tx.conn(), provider.id, (who.user, now)).await?;
    let roles = [Role::ProviderAdmin, Role::Bidder];
    let people = people_of_provider(tx.conn(), provider.id, &roles).await?;
    tx.tell(&people, &mail::left(&provider, now)).await?;
    let officers =
        operator_people(tx.conn(), &[Role::VettingOfficer, Role::MarketplaceManager]).await?;
    tx.tell(&officers, &mail::told(&provider, now)).await?;
    tx.record(&Left { provider: provider.id.uuid() }, ()).await
}
