//! Warning a provider of what runs out: done by the worker, for the system.

use serde::Serialize;
use uuid::Uuid;

use super::model::Warning;
use super::policy::Refusal;
use super::{mail, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::outbox::preferences::Kind;
use crate::types::ids::ProviderId;
use crate::types::uk_time;

#[derive(Debug, Serialize)]
struct WarnedOfExpiry<'a> {
    #[serde(skip)]
    provider: Uuid,
    warnings: &'a [Warning],
}

impl Happened for WarnedOfExpiry<'_> {
    fn action(&self) -> &'static str {
        "provider.warned_of_expiry"
    }

    fn subject(&self) -> Uuid {
        self.provider
    }
}

/// Gives a provider every warning that is due today, and says how many. Its
/// administrators hear of each, and its bidders of what will keep them from
/// bidding. Several workers may try at once: the provider is held meanwhile,
/// and whoever comes second finds nothing due.
pub async fn warn(tx: &mut Tx<'_>, provider: ProviderId) -> Result<Recorded<usize>> {
    let (now, today) = (tx.now(), uk_time::date_of(tx.now()));
    if !queries::hold(tx.conn(), provider).await?.is_on_the_framework() {
        return Err(Refusal::NothingDue.into());
    }
    let papers = queries::papers(tx.conn(), provider).await?;
    let given = queries::given(tx.conn(), provider).await?;
    let due = policy::due(&papers, &given, today);
    if due.is_empty() {
        return Err(Refusal::NothingDue.into());
    }
    let admins = people(tx, provider, &[Role::ProviderAdmin]).await?;
    let mut bidders = people(tx, provider, &[Role::Bidder]).await?;
    bidders.retain(|it| admins.iter().all(|admin| admin.user != it.user));
    let names: Vec<String> = admins.iter().map(|it| it.name.clone()).collect();
    for (paper, warning) in &due {
        tx.tell_as_wanted(Kind::Expiry, &admins, &mail::warning(paper, warning)).await?;
        if paper.blocks {
            let message = mail::warning_to_bidder(paper, warning, &names);
            tx.tell_as_wanted(Kind::Expiry, &bidders, &message).await?;
        }
        queries::note(tx.conn(), provider, warning, now).await?;
    }
    let warnings: Vec<Warning> = due.into_iter().map(|it| it.1).collect();
    let event = WarnedOfExpiry { provider: provider.uuid(), warnings: &warnings };
    tx.record(&event, warnings.len()).await
}

async fn people(
    tx: &mut Tx<'_>,
    provider: ProviderId,
    roles: &[Role],
) -> Result<Vec<crate::outbox::Recipient>> {
    accounts::queries::people_of_provider(tx.conn(), provider, roles).await
}
