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
use crate::types::ids::{DecisionId, ProviderId};

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

/// A proposal about a provider was set aside, since what it was about is no
/// longer so.
#[derive(Debug, Serialize)]
struct ProposalDropped {
    #[serde(skip)]
    provider: Uuid,
    decision: DecisionId,
}

impl Happened for ProposalDropped {
    fn action(&self) -> &'static str {
        "decision.set_aside"
    }

    fn subject(&self) -> Uuid {
        self.provider
    }
}

/// Sets aside what officers propose about a provider and nobody has confirmed.
pub(in crate::providers) async fn drop_proposals(
    tx: &mut Tx<'_>,
    provider: ProviderId,
) -> Result<()> {
    let now = tx.now();
    for decision in queries::set_aside_proposals(tx.conn(), provider, now).await? {
        let event = ProposalDropped { provider: provider.uuid(), decision };
        tx.record(&event, ()).await?.value();
    }
    Ok(())
}

/// Takes the company off the framework; changes that wait are withdrawn, and a
/// removal that was proposed is set aside.
pub async fn leave(tx: &mut Tx<'_>, who: &ProviderAdmin, reason: &str) -> Result<Recorded<()>> {
    let now = tx.now();
    let provider = queries::lock_out(tx.conn(), who.provider).await?;
    let contracts = queries::live_contracts(tx.conn(), provider.id).await?;
    let bids = queries::undecided_bids(tx.conn(), provider.id).await?;
    let step = policy::may_leave(provider.state, &contracts, &bids)?;
    let provider = queries::apply(tx.conn(), provider.id, &step, reason).await?;
    let roles = [Role::ProviderAdmin, Role::Bidder];
    let people = people_of_provider(tx.conn(), provider.id, &roles).await?;
    tx.tell(&people, &mail::left(&provider, now)).await?;
    let officers =
        operator_people(tx.conn(), &[Role::VettingOfficer, Role::MarketplaceManager]).await?;
    tx.tell(&officers, &mail::told(&provider, now)).await?;
    drop_proposals(tx, provider.id).await?;
    changes::acts::withdraw_all(tx, provider.id, who.user).await?;
    tx.record(&Left { provider: provider.id.uuid() }, ()).await
}
