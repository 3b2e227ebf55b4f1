//! What the marketplace manager may change, and when. Pure.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::error::Error;
use crate::types::dated::{BadStart, may_begin};
use crate::types::money::Money;
use crate::types::uk_time;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The day does not do.
    #[error("{0}.")]
    Start(#[from] BadStart),
    /// Nothing is different.
    #[error("Nothing would change: this is what already holds.")]
    Same,
    /// Two things of one name.
    #[error("There is already {0} with this name. Choose another name.")]
    NameTaken(&'static str),
    /// Requests rely on the price as it is.
    #[error(
        "The price cannot be moved to another criterion while {0} requests have not ended: their weights and bids rely on it."
    )]
    PriceInUse(i64),
    /// Providers' own ceilings are above the new maximum.
    #[error(
        "Some providers’ own rate ceilings are above this maximum. Confirm that their bids will be held to it."
    )]
    Above,
    /// The version has been published by someone else.
    #[error(
        "Someone has just published another version of the terms. Load the page again to see it."
    )]
    VersionTaken,
    /// A version begins on that day already.
    #[error(
        "Version {0} of the terms is already published for that day. Choose a later day for this one."
    )]
    VersionThatDay(i32),
    /// Working days before have been counted.
    #[error("Choose today or a later day: working days before have been counted.")]
    HolidayPast,
    /// Nobody plans holidays that far.
    #[error("Choose a day within the next 5 years.")]
    HolidayTooFar,
    /// It would be no working day anyway.
    #[error("{0} is a {1}. Choose the weekday that is given instead.")]
    HolidayAtWeekend(String, &'static str),
    /// The day is already a holiday.
    #[error("This day is already a bank holiday in that part of the United Kingdom.")]
    HolidayThere,
    /// A day that is over.
    #[error("Days that are over stay as they are: working days have been counted by them.")]
    HolidayOver,
    /// Too few days for a whole year.
    #[error(
        "{year} has {found} bank holidays for {part}, and there are never fewer than {least}. Add the missing days first."
    )]
    YearIncomplete {
        /// The year.
        year: i32,
        /// The part of the United Kingdom.
        part: &'static str,
        /// How many there are.
        found: usize,
        /// How many there must be.
        least: usize,
    },
    /// A complete year would be so no longer.
    #[error(
        "The bank holidays of {year} are complete, and without this day {part} would have {left}, where there are never fewer than {least}. Add the day that takes its place first."
    )]
    YearNoLongerComplete {
        /// The year.
        year: i32,
        /// The part of the United Kingdom.
        part: &'static str,
        /// How many would be left.
        left: usize,
        /// How many there must be.
        least: usize,
    },
    /// A year would be left out.
    #[error("The years are completed one after the other. The next one is {0}.")]
    YearSkipped(i32),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May a lot be closed from a day, or opened again?
pub fn may_close(
    old: Option<NaiveDate>,
    new: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(), Refusal> {
    match new.filter(|_| new != old) {
        Some(day) => Ok(may_begin([], day, today)?),
        None => Ok(()),
    }
}

/// May the price be moved to another criterion?
pub fn may_move_price(requests_not_ended: i64) -> Result<(), Refusal> {
    if requests_not_ended == 0 { Ok(()) } else { Err(Refusal::PriceInUse(requests_not_ended)) }
}

/// The rates that are above the framework's maximum, each with the maximum,
/// by SFIA level.
pub fn above_maximum(
    rates: &BTreeMap<i16, Money>,
    maxima: &BTreeMap<i16, Money>,
) -> Vec<(i16, Money, Money)> {
    let above = |(level, rate): (&i16, &Money)| {
        let most = maxima.get(level)?;
        (rate > most).then_some((*level, *rate, *most))
    };
    rates.iter().filter_map(above).collect()
}

/// What may be bid: the provider's own ceilings, none of them above the
/// framework's maximum.
pub fn lower_of(own: BTreeMap<i16, Money>, maxima: &BTreeMap<i16, Money>) -> BTreeMap<i16, Money> {
    let lower = |(level, rate): (i16, Money)| {
        let most = maxima.get(&level).copied().unwrap_or(rate);
        (level, rate.min(most))
    };
    own.into_iter().map(lower).collect()
}

/// The parts of the United Kingdom that have bank holidays of their own: the
/// word kept, the name, and the fewest days there are in a year.
pub const PARTS: [(&str, &str, usize); 3] = [
    ("england-and-wales", "England and Wales", 8),
    ("scotland", "Scotland", 9),
    ("northern-ireland", "Northern Ireland", 10),
];

/// The first part that has too few bank holidays for a whole year, with how
/// many it has and how many it must have.
fn short(found: impl Fn(&str) -> usize) -> Option<(&'static str, usize, usize)> {
    let few = |(code, part, least): (&str, &'static str, usize)| {
        let found = found(code);
        (found < least).then_some((part, found, least))
    };
    PARTS.into_iter().find_map(few)
}

/// May a day be made a bank holiday?
pub fn may_add_holiday(day: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    if day < today {
        return Err(Refusal::HolidayPast);
    }
    if day.year() - today.year() > 5 {
        return Err(Refusal::HolidayTooFar);
    }
    match day.weekday() {
        Weekday::Sat => Err(Refusal::HolidayAtWeekend(uk_time::day(day), "Saturday")),
        Weekday::Sun => Err(Refusal::HolidayAtWeekend(uk_time::day(day), "Sunday")),
        _ => Ok(()),
    }
}

/// May a bank holiday be taken away? `complete` says whether its year is, and
/// `left` how many days the year would still have in each part.
pub fn may_remove_holiday(
    day: NaiveDate,
    today: NaiveDate,
    complete: bool,
    left: impl Fn(&str) -> usize,
) -> Result<(), Refusal> {
    if day < today {
        return Err(Refusal::HolidayOver);
    }
    match short(left).filter(|_| complete) {
        Some((part, left, least)) => {
            Err(Refusal::YearNoLongerComplete { year: day.year(), part, left, least })
        }
        None => Ok(()),
    }
}

/// May a version of the terms be published from a day on? `others` are the
/// versions there are, each with its first day. No two begin on one day, so
/// that which one holds is never in doubt.
pub fn may_publish(
    others: &[(NaiveDate, i32)],
    from: NaiveDate,
    today: NaiveDate,
) -> Result<(), Refusal> {
    may_begin(others.iter().map(|it| it.0), from, today)?;
    match others.iter().find(|it| it.0 == from) {
        Some((_, number)) => Err(Refusal::VersionThatDay(*number)),
        None => Ok(()),
    }
}

/// May a year be called complete? `found` says how many days it has in each
/// part, `last` is the last complete year.
pub fn may_complete(
    year: i32,
    last: Option<i32>,
    found: impl Fn(&str) -> usize,
) -> Result<(), Refusal> {
    if let Some(next) = last.map(|last| last + 1).filter(|next| *next != year) {
        return Err(Refusal::YearSkipped(next));
    }
    match short(found) {
        Some((part, found, least)) => Err(Refusal::YearIncomplete { year, part, found, least }),
        None => Ok(()),
    }
}

/// The warning about a year whose bank holidays are not there, if there is
/// one: next year's are needed before it begins.
pub fn calendar_warning(last: Option<i32>, today: NaiveDate) -> Option<String> {
    let coming = today.year() + 1;
    let last = last.unwrap_or(0);
    (last < coming).then(|| {
        let missing = if last < today.year() { today.year() } else { coming };
        format!(
            "The bank holidays of {missing} are not complete, so deadlines and standstills in that year are refused. Add the days, then say that the year is complete."
        )
    })
}

/// The warning that the framework's term runs out, in its last year.
pub fn term_warning(ends_on: NaiveDate, today: NaiveDate) -> Option<String> {
    let left = (ends_on - today).num_days();
    (left < 365).then(|| {
        let day = uk_time::day(ends_on);
        let said = if left < 0 { "ended" } else { "ends" };
        format!("The framework’s term {said} on {day}.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(typed: &str) -> NaiveDate {
        typed.parse().unwrap()
    }

    fn rates(pairs: &[(i16, i64)]) -> BTreeMap<i16, Money> {
        pairs.iter().map(|(level, pounds)| (*level, money(*pounds))).collect()
    }

    fn money(pounds: i64) -> Money {
        Money::from_pence(pounds * 100).unwrap()
    }

    #[test]
    fn a_rate_may_equal_the_maximum_and_not_pass_it() {
        let maxima = rates(&[(4, 800), (5, 900)]);
        for (own, above) in [
            (rates(&[(4, 800), (5, 899)]), vec![]),
            (rates(&[(4, 801)]), vec![(4, money(801), money(800))]),
            (rates(&[(6, 5000)]), vec![]),
            (
                rates(&[(4, 900), (5, 1000)]),
                vec![(4, money(900), money(800)), (5, money(1000), money(900))],
            ),
        ] {
            assert_eq!(above_maximum(&own, &maxima), above, "{own:?}");
        }
    }

    #[test]
    fn a_bid_is_held_to_the_lower_of_both() {
        let lower =
            lower_of(rates(&[(3, 500), (4, 900), (6, 1200)]), &rates(&[(3, 600), (4, 800)]));
        assert_eq!(lower, rates(&[(3, 500), (4, 800), (6, 1200)]));
    }

    #[test]
    fn a_lot_closes_from_a_day_to_come_and_may_open_again() {
        let today = day("2026-03-04");
        let past = || Err(Refusal::Start(BadStart::Past));
        for (old, new, verdict) in [
            (None, None, Ok(())),
            (None, Some("2026-03-04"), Ok(())),
            (None, Some("2026-03-03"), past()),
            (Some("2026-01-01"), Some("2026-01-01"), Ok(())),
            (Some("2026-01-01"), Some("2026-01-02"), past()),
            (Some("2026-01-01"), None, Ok(())),
        ] {
            assert_eq!(may_close(old.map(day), new.map(day), today), verdict, "{old:?} {new:?}");
        }
    }

    #[test]
    fn a_bank_holiday_is_a_weekday_to_come() {
        let today = day("2026-03-04");
        for (holiday, said) in [
            ("2026-03-04", None),
            ("2026-03-03", Some("today or a later day")),
            ("2026-03-07", Some("Saturday")),
            ("2026-03-08", Some("Sunday")),
            ("2032-03-08", Some("5 years")),
            ("2026-03-09", None),
        ] {
            let found = may_add_holiday(day(holiday), today).err().map(|it| it.to_string());
            assert_eq!(found.is_some(), said.is_some(), "{holiday}");
            assert!(found.unwrap_or_default().contains(said.unwrap_or_default()), "{holiday}");
        }
    }

    #[test]
    fn a_year_is_complete_with_enough_days_everywhere_and_after_the_year_before() {
        let full = |part: &str| match part {
            "england-and-wales" => 8,
            "scotland" => 9,
            _ => 10,
        };
        assert_eq!(may_complete(2029, Some(2028), full), Ok(()));
        assert_eq!(may_complete(2030, Some(2028), full), Err(Refusal::YearSkipped(2029)));
        assert_eq!(may_complete(2028, Some(2028), full), Err(Refusal::YearSkipped(2029)));
        assert_eq!(
            may_complete(2029, Some(2028), |_| 8),
            Err(Refusal::YearIncomplete { year: 2029, part: "Scotland", found: 8, least: 9 })
        );
    }

    #[test]
    fn a_complete_year_keeps_the_days_it_must_have() {
        let today = day("2026-03-04");
        let (full, few) = (|_: &str| 10, |_: &str| 8);
        let refused = |holiday: &str, complete: bool, left: fn(&str) -> usize| {
            may_remove_holiday(day(holiday), today, complete, left).err()
        };
        assert_eq!(refused("2026-12-25", true, full), None);
        assert_eq!(refused("2026-12-25", false, few), None);
        assert_eq!(refused("2026-03-03", false, full), Some(Refusal::HolidayOver));
        let lost =
            Refusal::YearNoLongerComplete { year: 2026, part: "Scotland", left: 8, least: 9 };
        assert_eq!(refused("2026-12-25", true, few), Some(lost));
    }

    #[test]
    fn no_two_versions_of_the_terms_begin_on_one_day() {
        let today = day("2026-03-04");
        let others = [(day("2026-06-01"), 2), (day("2026-01-01"), 1)];
        for (from, verdict) in [
            ("2026-06-02", Ok(())),
            ("2026-06-01", Err(Refusal::VersionThatDay(2))),
            ("2026-03-03", Err(BadStart::Past.into())),
            ("2026-05-31", Err(BadStart::BeforePlanned("1 June 2026".to_owned()).into())),
        ] {
            assert_eq!(may_publish(&others, day(from), today), verdict, "{from}");
        }
    }

    #[test]
    fn the_coming_year_is_missed_before_it_begins() {
        for (last, today, missing) in [
            (Some(2027), "2026-12-31", None),
            (Some(2026), "2026-01-01", Some("2027")),
            (Some(2025), "2026-06-01", Some("2026")),
            (None, "2026-06-01", Some("2026")),
        ] {
            let found = calendar_warning(last, day(today));
            assert_eq!(found.is_some(), missing.is_some(), "{last:?}");
            assert!(found.unwrap_or_default().contains(missing.unwrap_or_default()), "{last:?}");
        }
    }
}
