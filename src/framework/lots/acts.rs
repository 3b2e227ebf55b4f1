//! Changes to the lots and the award criteria.

use super::forms::{CriterionAsked, LotAsked};
use super::queries;
use crate::accounts::roles::MarketplaceManager;
use crate::audit::change::{Change, Changed};
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::framework::model::Lot;
use crate::framework::policy::{self, Refusal};
use crate::framework::queries as framework;
use crate::types::text::slug;
use crate::types::uk_time;

fn closing(lot: &Lot) -> String {
    lot.closed_on.map(uk_time::day).unwrap_or_default()
}

/// A name in addresses and forms: `Threat hunting` is `threat_hunting`, with a
/// number if that is taken.
fn code(name: &str, taken: &[String]) -> String {
    let plain = slug(name, "_", 40, "item");
    let mut free = plain.clone();
    let mut number = 2;
    while taken.contains(&free) {
        free = format!("{plain}_{number}");
        number += 1;
    }
    free
}

/// Puts something in a place of a list, from 1.
fn placed(mut codes: Vec<String>, code: &str, place: usize) -> Vec<String> {
    codes.retain(|it| it != code);
    codes.insert(place.saturating_sub(1).min(codes.len()), code.to_owned());
    codes
}

fn place_of(codes: &[String], code: &str) -> String {
    codes.iter().position(|it| it == code).map(|at| (at + 1).to_string()).unwrap_or_default()
}

/// Adds a lot.
pub async fn add_lot(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    new: &LotAsked,
    once: Once,
) -> Result<Recorded<()>> {
    tx.once(once, "/operator/framework/lots").await?;
    let framework = framework::lock(tx.conn()).await?;
    let today = uk_time::date_of(tx.now());
    policy::may_close(None, new.closed_on, today)?;
    if queries::lot_named(tx.conn(), &new.name, "").await? {
        return Err(Refusal::NameTaken("a lot").into());
    }
    let codes: Vec<String> =
        framework::lots(tx.conn()).await?.into_iter().map(|it| it.code).collect();
    let code = code(&new.name, &codes);
    queries::add_lot(tx.conn(), &framework, &code, new).await?;
    queries::order_lots(tx.conn(), &placed(codes, &code, new.place)).await?;
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
pub async fn change_lot(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    code: &str,
    new: &LotAsked,
) -> Result<Recorded<()>> {
    let today = uk_time::date_of(tx.now());
    let framework = framework::lock(tx.conn()).await?;
    let old = framework::lot(tx.conn(), code).await?;
    policy::may_close(old.closed_on, new.closed_on, today)?;
    if queries::lot_named(tx.conn(), &new.name, code).await? {
        return Err(Refusal::NameTaken("a lot").into());
    }
    let codes: Vec<String> =
        framework::lots(tx.conn()).await?.into_iter().map(|it| it.code).collect();
    let after = placed(codes.clone(), code, new.place);
    queries::change_lot(tx.conn(), code, new).await?;
    queries::order_lots(tx.conn(), &after).await?;
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

/// Adds an award criterion, scored like the others.
pub async fn add_criterion(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    new: &CriterionAsked,
    once: Once,
) -> Result<Recorded<()>> {
    tx.once(once, "/operator/framework/criteria").await?;
    let framework = framework::lock(tx.conn()).await?;
    let codes: Vec<String> =
        framework::criteria(tx.conn()).await?.into_iter().map(|it| it.code).collect();
    if queries::criterion_named(tx.conn(), &new.name, "").await? {
        return Err(Refusal::NameTaken("a criterion").into());
    }
    let code = code(&new.name, &codes);
    queries::add_criterion(tx.conn(), &framework, &code, new).await?;
    queries::order_criteria(tx.conn(), &placed(codes, &code, new.place)).await?;
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
pub async fn change_criterion(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    code: &str,
    new: &CriterionAsked,
) -> Result<Recorded<()>> {
    let framework = framework::lock(tx.conn()).await?;
    let all = framework::criteria(tx.conn()).await?;
    let old = all.iter().find(|it| it.code == code).ok_or(Error::NotFound)?;
    if queries::criterion_named(tx.conn(), &new.name, code).await? {
        return Err(Refusal::NameTaken("a criterion").into());
    }
    let codes: Vec<String> = all.iter().map(|it| it.code.clone()).collect();
    let after = placed(codes.clone(), code, new.place);
    queries::rename_criterion(tx.conn(), code, &new.name).await?;
    queries::order_criteria(tx.conn(), &after).await?;
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

#[cfg(test)]
mod tests {
    use super::{code, placed};

    #[test]
    fn codes_are_plain_and_never_taken_twice() {
        let taken = ["osint".to_owned(), "osint_2".to_owned()];
        for (name, made) in [("Threat hunting", "threat_hunting"), ("OSINT", "osint_3")] {
            assert_eq!(code(name, &taken), made);
        }
    }

    #[test]
    fn a_thing_is_put_in_the_place_asked_for() {
        let list = || ["a", "b", "c"].map(str::to_owned).to_vec();
        for (code, place, after) in [
            ("c", 1, "c a b"),
            ("a", 3, "b c a"),
            ("b", 2, "a b c"),
            ("d", 4, "a b c d"),
            ("d", 9, "a b c d"),
        ] {
            assert_eq!(placed(list(), code, place).join(" "), after, "{code} at {place}");
        }
    }
}
