//! Accepting the terms.

use serde::Serialize;
use uuid::Uuid;

use super::{policy, queries};
use crate::accounts::roles::ProviderAdmin;
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::framework;
use crate::providers::queries as providers;
use crate::types::ids::ProviderId;

/// A provider accepted a version of the terms.
#[derive(Debug, Serialize)]
struct TermsAccepted {
    #[serde(skip)]
    provider: ProviderId,
    version: i32,
    /// SHA-256 of the text.
    text: String,
}

impl Happened for TermsAccepted {
    fn action(&self) -> &'static str {
        "terms.accepted"
    }

    fn subject(&self) -> Uuid {
        self.provider.uuid()
    }
}

/// Accepts a version for the company.
pub async fn accept(tx: &mut Tx<'_>, who: &ProviderAdmin, number: i32) -> Result<Recorded<()>> {
    let now = tx.now();
    providers::lock(tx.conn(), who.provider).await?;
    let versions = framework::terms::queries::versions(tx.conn()).await?;
    let in_force = framework::terms::queries::in_force(tx.conn()).await?.number;
    let last = versions.first().map_or(0, |it| it.number);
    let accepted = queries::accepted(tx.conn(), who.provider).await?;
    let numbers: Vec<i32> = accepted.iter().map(|it| it.version).collect();
    policy::may_accept(number, in_force, last, &numbers)?;
    let version = framework::terms::queries::version(tx.conn(), number).await?;
    let framework = framework::queries::framework(tx.conn()).await?;
    let whose = (who.provider, who.user);
    queries::insert(tx.conn(), whose, framework.id, &version, now).await?;
    let event = TermsAccepted { provider: who.provider, version: number, text: version.digest() };
    tx.record(&event, ()).await
}
