//! Officers decide on changes. Each act holds the provider's row and the
//! change's, so of two officers at once the second sees what the first did.

use anyhow::Context;
use serde::Serialize;
use uuid::Uuid;

use super::mail;
use super::model::rests_on;
use crate::accounts::model::Role;
use crate::accounts::queries::{operator_people, people_of_provider};
use crate::accounts::roles::VettingOfficer;
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::framework;
use crate::framework::policy::above_maximum;
use crate::providers::changes::model::{Change, ChangeKind, Facts, Listed};
use crate::providers::changes::state::ChangeState;
use crate::providers::changes::{policy, queries};
use crate::providers::dossier::policy::may_rest_on;
use crate::providers::dossier::queries::files_of;
use crate::providers::model::Provider;
use crate::providers::queries as providers;
use crate::types::ids::ChangeId;
use crate::types::uk_time;

/// What the audit trail can say about a decision on a change.
#[derive(Debug, Serialize)]
struct ChangeDecided {
    #[serde(skip)]
    provider: Uuid,
    #[serde(skip)]
    action: &'static str,
    change: ChangeId,
    kind: ChangeKind,
}

impl Happened for ChangeDecided {
    fn action(&self) -> &'static str {
        self.action
    }

    fn subject(&self) -> Uuid {
        self.provider
    }
}

fn happened(change: &Change, action: &'static str) -> ChangeDecided {
    let (provider, kind) = (change.provider_id.uuid(), change.kind);
    ChangeDecided { provider, action, change: change.id, kind }
}

async fn held(tx: &mut Tx<'_>, id: ChangeId) -> Result<(Provider, Listed)> {
    let whose = queries::change(tx.conn(), id).await?.provider_id;
    let provider = providers::lock(tx.conn(), whose).await?;
    let change = queries::lock(tx.conn(), id).await?;
    let listed = queries::listed(tx.conn(), vec![change]).await?.into_iter().next();
    Ok((provider, listed.context("a change is listed")?))
}

async fn tell_provider(
    tx: &mut Tx<'_>,
    provider: &Provider,
    it: &Listed,
    accepted: bool,
    reason: &str,
) -> Result<()> {
    let people = people_of_provider(tx.conn(), provider.id, &[Role::ProviderAdmin]).await?;
    tx.tell(&people, &mail::decided(it, accepted, reason)).await
}

/// Accepts a change, which comes into force; of a new lot, the first officer
/// only proposes this. Gives back where the change stands.
pub async fn accept(
    tx: &mut Tx<'_>,
    who: &VettingOfficer,
    id: ChangeId,
    reason: &str,
) -> Result<Recorded<ChangeState>> {
    let now = tx.now();
    let (provider, it) = held(tx, id).await?;
    let wanted = it.change.wanted()?;
    let today = uk_time::date_of(now);
    let step = policy::may_accept(&it.change, &wanted, provider.state, who.user, today)?;
    if let Some(paper) = rests_on(&it.change) {
        may_rest_on(&files_of(tx.conn(), provider.id).await?, Some(&paper))?;
    }
    if let Facts::Lot(lot) = &wanted {
        let maxima = framework::queries::rate_maxima(tx.conn(), &it.change.subject).await?;
        if !above_maximum(&lot.money(), &maxima).is_empty() {
            return Err(policy::Refusal::AboveMaximum.into());
        }
    }
    queries::apply(tx.conn(), id, &step, (who.user, reason), now).await?;
    if step.to() == ChangeState::Proposed {
        let mut officers = operator_people(tx.conn(), &[Role::VettingOfficer]).await?;
        officers.retain(|it| it.user != who.user);
        tx.tell(&officers, &mail::proposed(&it, &provider.name)).await?;
        return tx.record(&happened(&it.change, "change.proposed"), step.to()).await;
    }
    queries::bring_into_force(tx.conn(), &it.change, &wanted, now).await?;
    tell_provider(tx, &provider, &it, true, reason).await?;
    tx.record(&happened(&it.change, "change.accepted"), step.to()).await
}

/// Refuses a change; what is in force stays.
pub async fn refuse(
    tx: &mut Tx<'_>,
    who: &VettingOfficer,
    id: ChangeId,
    reason: &str,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let (provider, it) = held(tx, id).await?;
    let step = policy::may_refuse(&it.change)?;
    queries::apply(tx.conn(), id, &step, (who.user, reason), now).await?;
    if it.change.kind == ChangeKind::Lot {
        queries::refuse_lot(tx.conn(), &it.change, reason).await?;
    }
    tell_provider(tx, &provider, &it, false, reason).await?;
    tx.record(&happened(&it.change, "change.refused"), ()).await
}

/// Sets a colleague's proposal, or one's own, aside.
pub async fn set_aside(
    tx: &mut Tx<'_>,
    who: &VettingOfficer,
    id: ChangeId,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let (_, it) = held(tx, id).await?;
    let step = policy::may_set_aside(&it.change)?;
    queries::apply(tx.conn(), id, &step, (who.user, ""), now).await?;
    tx.record(&happened(&it.change, "change.set_aside"), ()).await
}
