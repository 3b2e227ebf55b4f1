//! Changing the highest day rates.

use std::collections::{BTreeMap, BTreeSet};

use super::forms::Maxima;
use super::model::Affected;
use super::{mail, policy, queries};
use crate::accounts::model::Role;
use crate::accounts::queries::people_of_provider;
use crate::accounts::roles::MarketplaceManager;
use crate::audit::change::{Change, Changed};
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::framework::policy::Refusal;
use crate::framework::queries as framework;
use crate::types::dated::may_begin;
use crate::types::ids::ProviderId;
use crate::types::money::Money;
use crate::types::uk_time;

/// Sets the highest day rates of a lot from a day on. Where that puts some
/// providers' own ceilings above them, it must have been confirmed.
pub async fn set(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    code: &str,
    new: &Maxima,
) -> Result<Recorded<()>> {
    let today = uk_time::date_of(tx.now());
    let framework = framework::lock(tx.conn()).await?;
    let lot = framework::lot(tx.conn(), code).await?;
    let dated = queries::dated(tx.conn(), code).await?;
    may_begin(dated.iter().map(|it| it.from), new.from, today).map_err(Refusal::from)?;
    let affected = queries::affected(tx.conn(), code, &policy::lowered(&dated, new)).await?;
    if !affected.is_empty() && !new.confirmed {
        return Err(Refusal::Above.into());
    }
    let said = |rate: Option<Money>| rate.map(|it| it.to_string()).unwrap_or_default();
    let mut changes = Vec::new();
    for level in framework::sfia_levels(tx.conn()).await? {
        let old = policy::standing(&dated, level.level, new.from);
        let rate = new.rates.get(&level.level).copied();
        let Some(change) = Change::of(
            &format!("SFIA level {} {}", level.level, level.name),
            said(old),
            said(rate),
        ) else {
            continue;
        };
        queries::set(tx.conn(), code, level.level, new.from, rate).await?;
        changes.push(change);
    }
    if changes.is_empty() {
        return Err(Refusal::Same.into());
    }
    tell(tx, code, &lot.name, new, &affected).await?;
    let event = Changed {
        action: "rate_maxima.changed",
        subject: framework.id,
        about: &lot.name,
        key: code,
        from: Some(new.from),
        changes,
    };
    tx.record(&event, ()).await
}

async fn tell(
    tx: &mut Tx<'_>,
    code: &str,
    lot: &str,
    new: &Maxima,
    affected: &[Affected],
) -> Result<()> {
    let mut levels: BTreeMap<ProviderId, Vec<String>> = BTreeMap::new();
    for it in affected {
        let said = format!("SFIA level {}: {} is above {}", it.level, it.ceiling, it.maximum);
        levels.entry(it.id).or_default().push(said);
    }
    let providers: BTreeSet<ProviderId> = levels.keys().copied().collect();
    for provider in providers {
        let said = levels.get(&provider).cloned().unwrap_or_default();
        let admins = people_of_provider(tx.conn(), provider, &[Role::ProviderAdmin]).await?;
        tx.tell(&admins, &mail::lowered(lot, code, new.from, &said)).await?;
    }
    Ok(())
}
