//! Changing the fee and publishing terms.

use super::forms::{FeeAsked, TermsAsked};
use super::{mail, queries};
use crate::accounts::roles::MarketplaceManager;
use crate::audit::change::{Change, Changed};
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::framework::policy::{self, Refusal};
use crate::framework::queries as framework;
use crate::types::dated::{holding, may_begin};
use crate::types::money::percent;
use crate::types::uk_time;

/// Sets the fee from a day on. Contracts keep the fee of the day they were
/// drawn up.
pub async fn set_fee(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    new: FeeAsked,
) -> Result<Recorded<()>> {
    let today = uk_time::date_of(tx.now());
    let it = framework::lock(tx.conn()).await?;
    let fees = queries::fees(tx.conn()).await?;
    may_begin(fees.iter().map(|it| it.from), new.from, today).map_err(Refusal::from)?;
    let old = holding(&fees, |it| it.from, new.from).map(|it| it.basis_points);
    let change = Change::of(
        "Share of each contract",
        old.map(percent).unwrap_or_default(),
        percent(new.basis_points),
    )
    .ok_or(Refusal::Same)?;
    queries::set_fee(tx.conn(), it.id, new).await?;
    let event = Changed {
        action: "framework_fee.changed",
        subject: it.id,
        about: &it.name,
        key: "",
        from: Some(new.from),
        changes: vec![change],
    };
    tx.record(&event, ()).await
}

/// Publishes the next version of the terms, and tells every provider.
pub async fn publish(
    tx: &mut Tx<'_>,
    who: &MarketplaceManager,
    new: &TermsAsked,
    once: Once,
) -> Result<Recorded<()>> {
    tx.once(once, "/operator/framework/terms").await?;
    let (now, today) = (tx.now(), uk_time::date_of(tx.now()));
    let it = framework::lock(tx.conn()).await?;
    let versions = queries::versions(tx.conn()).await?;
    let last = versions.first().map_or(0, |it| it.number);
    if new.number != last + 1 {
        return Err(Refusal::VersionTaken.into());
    }
    let others: Vec<_> = versions.iter().map(|it| (it.from, it.number)).collect();
    policy::may_publish(&others, new.from, today)?;
    if versions.first().is_some_and(|it| it.text == new.text) {
        return Err(Refusal::Same.into());
    }
    let digest = queries::publish(tx.conn(), it.id, new, who.user, now).await?;
    let admins = queries::provider_admins(tx.conn()).await?;
    tx.tell(&admins, &mail::published(new)).await?;
    let event = Changed {
        action: "framework_terms.published",
        subject: it.id,
        about: &it.name,
        key: "",
        from: Some(new.from),
        changes: [
            Change::of("Version", last.to_string(), new.number.to_string()),
            Change::of("What changes", "", new.summary.as_str()),
            Change::of(
                "SHA-256 of the text",
                versions.first().map(|it| it.digest()).unwrap_or_default(),
                digest,
            ),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    tx.record(&event, ()).await
}
