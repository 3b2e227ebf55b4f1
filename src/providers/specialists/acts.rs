//! Changes to a provider's list of specialists.

use serde::Serialize;
use uuid::Uuid;

use super::forms::NewSpecialist;
use super::queries;
use crate::accounts::roles::ProviderAdmin;
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::providers::dossier::model::Section;
use crate::providers::dossier::policy;
use crate::providers::queries as providers;
use crate::types::ids::SpecialistId;

/// What the audit trail can say about a specialist: never their name.
#[derive(Debug, Serialize)]
struct SpecialistHappened {
    #[serde(skip)]
    provider: Uuid,
    #[serde(skip)]
    action: &'static str,
    specialist: SpecialistId,
}

impl Happened for SpecialistHappened {
    fn action(&self) -> &'static str {
        self.action
    }

    fn subject(&self) -> Uuid {
        self.provider
    }
}

async fn changing(tx: &mut Tx<'_>, who: &ProviderAdmin) -> Result<()> {
    let provider = providers::provider(tx.conn(), who.provider).await?;
    Ok(policy::may_change(provider.state, Section::Specialists)?)
}

async fn record<T>(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    action: &'static str,
    specialist: SpecialistId,
    value: T,
) -> Result<Recorded<T>> {
    let provider = who.provider.uuid();
    tx.record(&SpecialistHappened { provider, action, specialist }, value).await
}

/// Adds a specialist.
pub async fn add(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    new: &NewSpecialist,
    once: Once,
) -> Result<Recorded<SpecialistId>> {
    changing(tx, who).await?;
    tx.once(once, Section::Specialists.path()).await?;
    let id = queries::insert(tx.conn(), who.provider, new).await?;
    record(tx, who, "specialist.added", id, id).await
}

/// Changes what is said about a specialist.
pub async fn change(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    id: SpecialistId,
    new: &NewSpecialist,
) -> Result<Recorded<()>> {
    changing(tx, who).await?;
    queries::update(tx.conn(), who.provider, id, new).await?;
    record(tx, who, "specialist.changed", id, ()).await
}

/// Takes a specialist off the list. Bids that name them keep doing so.
pub async fn retire(
    tx: &mut Tx<'_>,
    who: &ProviderAdmin,
    id: SpecialistId,
) -> Result<Recorded<()>> {
    changing(tx, who).await?;
    let now = tx.now();
    queries::retire(tx.conn(), who.provider, id, now).await?;
    record(tx, who, "specialist.retired", id, ()).await
}
