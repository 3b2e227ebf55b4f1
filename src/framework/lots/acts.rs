//! Changes to the lots.

use super::forms::LotAsked;
use super::queries;
use crate::accounts::roles::MarketplaceManager;
use crate::audit::change::{Change, Changed};
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::framework::model::Lot;
use crate::framework::places::{code, place_of, placed};
use crate::framework::policy::{self, Refusal};
use crate::framework::queries as framework;
use crate::types::uk_time;

fn closing(lot: &Lot) -> String {
    lot.closed_on.map(uk_time::day).unwrap_or_default()
}

/// Adds a lot.
pub async fn add(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    new: &LotAsked,
    once: Once,
) -> Result<Recorded<()>> {
    tx.once(once, "/operator/framework/lots").await?;
    let framework = framework::lock(tx.conn()).await?;
    let today = uk_time::date_of(tx.now());
    policy::may_close(None, new.closed_on, today)?;
    if queries::named(tx.conn(), &new.name, "").await? {
        return Err(Refusal::NameTaken("a lot").into());
    }
    let codes: Vec<String> =
        framework::lots(tx.conn()).await?.into_iter().map(|it| it.code).collect();
    let code = code(&new.name, &codes);
    queries::add(tx.conn(), &framework, &code, new).await?;
    queries::order(tx.conn(), &placed(codes, &code, new.place)).await?;
    let changes = [
        Change::of("Covers", "", new.description.as_str()),
        Change::of("Place", "", new.place.to_string()),
        Change::of(
            "Closed to new requests from",
            "",
            new.closed_on.map(uk_time::day).unwrap_or_default(),
        ),
    ];
    let event = Changed {
        action: "framework_lot.added",
        subject: framework.id,
        about: &new.name,
        key: &code,
        from: None,
        changes: changes.into_iter().flatten().collect(),
    };
    tx.record(&event, ()).await
}

/// Renames, describes, moves or closes a lot.
pub async fn change(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    code: &str,
    new: &LotAsked,
) -> Result<Recorded<()>> {
    let today = uk_time::date_of(tx.now());
    let framework = framework::lock(tx.conn()).await?;
    let old = framework::lot(tx.conn(), code).await?;
    policy::may_close(old.closed_on, new.closed_on, today)?;
    if queries::named(tx.conn(), &new.name, code).await? {
        return Err(Refusal::NameTaken("a lot").into());
    }
    let codes: Vec<String> =
        framework::lots(tx.conn()).await?.into_iter().map(|it| it.code).collect();
    let after = placed(codes.clone(), code, new.place);
    queries::change(tx.conn(), code, new).await?;
    queries::order(tx.conn(), &after).await?;
    let fresh = framework::lot(tx.conn(), code).await?;
    let changes: Vec<Change> = [
        Change::of("Name", old.name.as_str(), new.name.as_str()),
        Change::of("Covers", old.description.as_str(), new.description.as_str()),
        Change::of("Place", place_of(&codes, code), place_of(&after, code)),
        Change::of("Closed to new requests from", closing(&old), closing(&fresh)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if changes.is_empty() {
        return Err(Refusal::Same.into());
    }
    let event = Changed {
        action: "framework_lot.changed",
        subject: framework.id,
        about: &new.name,
        key: code,
        from: None,
        changes,
    };
    tx.record(&event, ()).await
}
