//! Changes to reference data.

use chrono::{Datelike, NaiveDate};

use super::forms::{HolidayAsked, SchemeAsked, ThresholdAsked, ValidityAsked};
use super::model::{count, days_in, months, must, threshold_label, years};
use super::queries;
use crate::accounts::roles::MarketplaceManager;
use crate::audit::change::{Change, Changed};
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::framework::policy::{self, PARTS, Refusal};
use crate::framework::queries as framework;
use crate::types::dated::{holding, may_begin};
use crate::types::uk_time;

fn part_names<'a>(codes: impl IntoIterator<Item = &'a String>) -> String {
    let name =
        |code: &'a String| PARTS.iter().find(|it| it.0 == code).map_or(code.as_str(), |it| it.1);
    codes.into_iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Sets the amount of a threshold from a day on.
pub async fn set_threshold(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    new: &ThresholdAsked,
) -> Result<Recorded<()>> {
    let today = uk_time::date_of(tx.now());
    let framework = framework::lock(tx.conn()).await?;
    let mut dated = queries::dated_thresholds(tx.conn()).await?;
    dated.retain(|it| it.name == new.name);
    may_begin(dated.iter().map(|it| it.from), new.from, today).map_err(Refusal::from)?;
    let old = holding(&dated, |it| it.from, new.from).ok_or(Error::NotFound)?;
    let changes: Vec<Change> = [
        Change::of("Amount", old.amount.to_string(), new.amount.to_string()),
        Change::of("Source", old.source.as_str(), new.source.as_str()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if changes.is_empty() {
        return Err(Refusal::Same.into());
    }
    queries::set_threshold(tx.conn(), new).await?;
    let event = Changed {
        action: "threshold.changed",
        subject: framework.id,
        about: &threshold_label(&new.name),
        key: &new.name,
        from: Some(new.from),
        changes,
    };
    tx.record(&event, ()).await
}

/// Sets how long a level of clearance usually lasts, from a day on.
pub async fn set_validity(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    new: &ValidityAsked,
) -> Result<Recorded<()>> {
    let today = uk_time::date_of(tx.now());
    let framework = framework::lock(tx.conn()).await?;
    let mut dated = queries::dated_validity(tx.conn()).await?;
    dated.retain(|it| it.ladder == new.ladder && it.level == new.level);
    may_begin(dated.iter().map(|it| it.from), new.from, today).map_err(Refusal::from)?;
    let old = holding(&dated, |it| it.from, new.from).and_then(|it| it.years);
    let change = Change::of("Usually lasts", years(old), years(new.years));
    let change = change.ok_or(Refusal::Same)?;
    queries::set_validity(tx.conn(), new).await?;
    let event = Changed {
        action: "clearance_validity.changed",
        subject: framework.id,
        about: &new.level,
        key: &new.level,
        from: Some(new.from),
        changes: vec![change],
    };
    tx.record(&event, ()).await
}

/// Sets what is asked of a scheme from a day on.
pub async fn set_rule(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    scheme: &str,
    new: SchemeAsked,
) -> Result<Recorded<()>> {
    let today = uk_time::date_of(tx.now());
    let framework = framework::lock(tx.conn()).await?;
    let names = queries::scheme_names(tx.conn()).await?;
    let (_, name) = names.iter().find(|it| it.0 == scheme).ok_or(Error::NotFound)?;
    let mut dated = queries::dated_rules(tx.conn()).await?;
    dated.retain(|it| it.scheme == scheme);
    may_begin(dated.iter().map(|it| it.from), new.from, today).map_err(Refusal::from)?;
    let old = holding(&dated, |it| it.from, new.from).ok_or(Error::NotFound)?;
    let changes: Vec<Change> = [
        Change::of("Held by providers", old.must(), must(new.mandatory)),
        Change::of("A certificate lasts", old.length(), months(new.months)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if changes.is_empty() {
        return Err(Refusal::Same.into());
    }
    queries::set_rule(tx.conn(), scheme, new).await?;
    let event = Changed {
        action: "assurance_scheme.changed",
        subject: framework.id,
        about: name,
        key: scheme,
        from: Some(new.from),
        changes,
    };
    tx.record(&event, ()).await
}

/// Adds a bank holiday.
pub async fn add_holiday(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    new: &HolidayAsked,
    once: Once,
) -> Result<Recorded<()>> {
    tx.once(once, "/operator/framework/bank-holidays").await?;
    policy::may_add_holiday(new.day, uk_time::date_of(tx.now()))?;
    let framework = framework::lock(tx.conn()).await?;
    queries::add_holiday(tx.conn(), new).await?;
    let event = Changed {
        action: "bank_holiday.added",
        subject: framework.id,
        about: &uk_time::day(new.day),
        key: "",
        from: None,
        changes: [
            Change::of("Called", "", new.title.as_str()),
            Change::of("In", "", part_names(&new.parts)),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    tx.record(&event, ()).await
}

/// Takes a bank holiday away, everywhere.
pub async fn remove_holiday(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    day: NaiveDate,
) -> Result<Recorded<()>> {
    let framework = framework::lock(tx.conn()).await?;
    let complete = queries::complete_years(tx.conn()).await?.contains(&day.year());
    let left = days_in(&queries::holidays(tx.conn()).await?, day.year(), Some(day));
    let today = uk_time::date_of(tx.now());
    policy::may_remove_holiday(day, today, complete, |part| count(&left, part))?;
    let gone = queries::remove_holiday(tx.conn(), day).await?;
    let title = gone.first().ok_or(Error::NotFound)?.0.clone();
    let parts: Vec<String> = gone.into_iter().map(|it| it.1).collect();
    let event = Changed {
        action: "bank_holiday.removed",
        subject: framework.id,
        about: &uk_time::day(day),
        key: "",
        from: None,
        changes: [Change::of("Called", title, ""), Change::of("In", part_names(&parts), "")]
            .into_iter()
            .flatten()
            .collect(),
    };
    tx.record(&event, ()).await
}

/// Says that every bank holiday of a year is there, so that working days in
/// it may be counted.
pub async fn complete_year(
    tx: &mut Tx<'_>,
    _: &MarketplaceManager,
    year: i32,
) -> Result<Recorded<()>> {
    let framework = framework::lock(tx.conn()).await?;
    let last = queries::complete_years(tx.conn()).await?.last().copied();
    let found = days_in(&queries::holidays(tx.conn()).await?, year, None);
    policy::may_complete(year, last, |part| count(&found, part))?;
    queries::complete_year(tx.conn(), year).await?;
    let counts: Vec<Change> = PARTS
        .iter()
        .filter_map(|(code, name, _)| Change::of(name, "", count(&found, code).to_string()))
        .collect();
    let event = Changed {
        action: "bank_holiday_year.completed",
        subject: framework.id,
        about: &year.to_string(),
        key: "",
        from: None,
        changes: counts,
    };
    tx.record(&event, ()).await
}
