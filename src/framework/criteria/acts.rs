//! Changes to the award criteria.

use super::forms::CriterionAsked;
use super::queries;
use crate::accounts::roles::MarketplaceManager;
use crate::audit::change::{Change, Changed};
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::framework::places::{code, place_of, placed};
use crate::framework::policy::{self, Refusal};
use crate::framework::queries as framework;

/// Adds an award criterion, scored like the others.
pub async fn add(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    new: &CriterionAsked,
    once: Once,
) -> Result<Recorded<()>> {
    tx.once(once, "/operator/framework/criteria").await?;
    let framework = framework::lock(tx.conn()).await?;
    let codes: Vec<String> =
        framework::criteria(tx.conn()).await?.into_iter().map(|it| it.code).collect();
    if queries::named(tx.conn(), &new.name, "").await? {
        return Err(Refusal::NameTaken("a criterion").into());
    }
    let code = code(&new.name, &codes);
    queries::add(tx.conn(), &framework, &code, new).await?;
    queries::order(tx.conn(), &placed(codes, &code, new.place)).await?;
    let event = Changed {
        action: "framework_criterion.added",
        subject: framework.id,
        about: &new.name,
        key: &code,
        from: None,
        changes: Change::of("Place", "", new.place.to_string()).into_iter().collect(),
    };
    tx.record(&event, ()).await
}

/// Renames or moves an award criterion.
pub async fn change(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    code: &str,
    new: &CriterionAsked,
) -> Result<Recorded<()>> {
    let framework = framework::lock(tx.conn()).await?;
    let all = framework::criteria(tx.conn()).await?;
    let old = all.iter().find(|it| it.code == code).ok_or(Error::NotFound)?;
    if queries::named(tx.conn(), &new.name, code).await? {
        return Err(Refusal::NameTaken("a criterion").into());
    }
    let codes: Vec<String> = all.iter().map(|it| it.code.clone()).collect();
    let after = placed(codes.clone(), code, new.place);
    queries::rename(tx.conn(), code, &new.name).await?;
    queries::order(tx.conn(), &after).await?;
    let changes: Vec<Change> = [
        Change::of("Name", old.name.as_str(), new.name.as_str()),
        Change::of("Place", place_of(&codes, code), place_of(&after, code)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if changes.is_empty() {
        return Err(Refusal::Same.into());
    }
    let event = Changed {
        action: "framework_criterion.changed",
        subject: framework.id,
        about: &new.name,
        key: code,
        from: None,
        changes,
    };
    tx.record(&event, ()).await
}

/// Makes another criterion the price, which nobody scores.
pub async fn move_price(tx: &mut Tx<'_>, _: &MarketplaceManager, to: &str) -> Result<Recorded<()>> {
    let framework = framework::lock(tx.conn()).await?;
    let all = framework::criteria(tx.conn()).await?;
    let new = all.iter().find(|it| it.code == to).ok_or(Error::NotFound)?;
    if new.is_price {
        return Err(Refusal::Same.into());
    }
    policy::may_move_price(queries::requests_not_ended(tx.conn()).await?)?;
    let old = all.iter().find(|it| it.is_price).map(|it| it.name.clone()).unwrap_or_default();
    queries::move_price(tx.conn(), to).await?;
    let event = Changed {
        action: "framework_criterion.made_price",
        subject: framework.id,
        about: &new.name,
        key: to,
        from: None,
        changes: Change::of("The price is", old, new.name.as_str()).into_iter().collect(),
    };
    tx.record(&event, ()).await
}
