//! Changes to the forces.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::forms::ForceAsked;
use super::model::{Kept, Merger};
use super::policy::{self, Refusal};
use super::queries;
use crate::accounts::roles::MarketplaceManager;
use crate::audit::change::{Change, Changed};
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::types::dated::{holding, may_begin};
use crate::types::text::hex;
use crate::types::uk_time;

fn changed<'a>(
    action: &'static str,
    force: &'a Kept,
    from: Option<NaiveDate>,
    changes: impl IntoIterator<Item = Option<Change>>,
) -> Changed<'a> {
    Changed {
        action,
        subject: force.id.uuid(),
        about: &force.name,
        key: &force.slug,
        from,
        changes: changes.into_iter().flatten().collect(),
    }
}

/// Adds a force; returns its name in addresses.
pub async fn add(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    new: &ForceAsked,
    once: Once,
) -> Result<Recorded<String>> {
    tx.once(once, "/operator/forces").await?;
    if queries::named(tx.conn(), &new.name, None).await? {
        return Err(Refusal::NameTaken.into());
    }
    let (id, slug) = queries::insert(tx.conn(), new).await?;
    // What people type about who signs may name a person: the trail proves it without saying it.
    let digest = hex(&Sha256::digest(&new.authority));
    queries::add_domain(tx.conn(), id, &new.domain).await?;
    let event = Changed {
        action: "force.added",
        subject: id.uuid(),
        about: &new.name,
        key: &slug,
        from: Some(new.from),
        changes: [
            Change::of("Kind", "", new.kind.label()),
            Change::of("SHA-256 of who signs for it in law", "", digest),
            Change::of("Domain", "", new.domain.as_str()),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    tx.record(&event, slug.clone()).await
}

/// Gives a force another name from a day on; the one before is kept.
pub async fn rename(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    slug: &str,
    (name, from): (&str, NaiveDate),
) -> Result<Recorded<()>> {
    let today = uk_time::date_of(tx.now());
    let force = queries::lock(tx.conn(), slug).await?;
    policy::may_change(&force, today)?;
    if queries::named(tx.conn(), name, Some(force.id)).await? {
        return Err(Refusal::NameTaken.into());
    }
    let names = queries::names(tx.conn(), &force).await?;
    may_begin(names.iter().map(|it| it.from), from, today).map_err(Refusal::from)?;
    let old = holding(&names, |it| it.from, from).map(|it| it.name.clone()).unwrap_or_default();
    let change = Change::of("Name", old, name).ok_or(Refusal::Same)?;
    queries::rename(tx.conn(), &force, name, from).await?;
    tx.record(&changed("force.renamed", &force, Some(from), [Some(change)]), ()).await
}

/// Adds a domain that the addresses of a force's people may be at.
pub async fn add_domain(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    slug: &str,
    domain: &str,
) -> Result<Recorded<()>> {
    let today = uk_time::date_of(tx.now());
    let force = queries::lock(tx.conn(), slug).await?;
    policy::may_change(&force, today)?;
    queries::add_domain(tx.conn(), force.id, domain).await?;
    let change = Change::of("Domain", "", domain);
    tx.record(&changed("force_domain.added", &force, None, [change]), ()).await
}

/// Takes a domain away, but never the last one. People who have an address
/// there keep their accounts; nobody new is invited with one.
pub async fn remove_domain(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    slug: &str,
    domain: &str,
) -> Result<Recorded<()>> {
    let force = queries::lock(tx.conn(), slug).await?;
    policy::may_remove_domain(&queries::own_domains(tx.conn(), force.id).await?)?;
    queries::remove_domain(tx.conn(), force.id, domain).await?;
    let change = Change::of("Domain", domain, "");
    tx.record(&changed("force_domain.removed", &force, None, [change]), ()).await
}

/// Lets a force become part of another from a day on.
pub async fn merge(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    slug: &str,
    (into, from): (&str, NaiveDate),
) -> Result<Recorded<()>> {
    let today = uk_time::date_of(tx.now());
    queries::lock_both(tx.conn(), (slug, into)).await?;
    let merger = queries::merger(tx.conn(), (slug, into)).await?;
    policy::may_merge(&merger, from, today)?;
    let Merger { force, successor, .. } = merger;
    if force.succeeded_by == Some(successor.id) && force.valid_to == Some(from) {
        return Err(Refusal::Same.into());
    }
    let before = match force.succeeded_by {
        Some(id) => queries::kept_by_id(tx.conn(), id).await?.name,
        None => String::new(),
    };
    queries::merge(tx.conn(), force.id, successor.id, from).await?;
    let changes = [
        Change::of("Becomes part of", before, successor.name.as_str()),
        Change::of(
            "Ends on",
            force.valid_to.map(uk_time::day).unwrap_or_default(),
            uk_time::day(from),
        ),
    ];
    tx.record(&changed("force.merged", &force, Some(from), changes), ()).await
}
