//! What a change of the highest day rates changes. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::forms::Maxima;
use super::model::Dated;
use crate::types::dated::holding;
use crate::types::money::Money;

/// The rate of a level on a day, by everything that is planned so far.
pub fn standing(dated: &[Dated], level: i16, on: NaiveDate) -> Option<Money> {
    let of: Vec<&Dated> = dated.iter().filter(|it| it.level == level && it.from <= on).collect();
    holding(&of, |it| it.from, on).and_then(|it| it.rate)
}

/// The first day that a change can begin, and the rates it would begin with:
/// those that hold after everything that is planned.
pub fn as_planned(dated: &[Dated], today: NaiveDate) -> (NaiveDate, BTreeMap<i16, Money>) {
    let from = dated.iter().map(|it| it.from).max().map_or(today, |last| last.max(today));
    let rate = |it: &Dated| Some((it.level, standing(dated, it.level, from)?));
    (from, dated.iter().filter_map(rate).collect())
}

/// The new rates that are lower than what would hold without them.
pub fn lowered(dated: &[Dated], new: &Maxima) -> BTreeMap<i16, Money> {
    let is_lower = |level: i16, rate: Money| {
        standing(dated, level, new.from).is_none_or(|before| rate < before)
    };
    let rates = new.rates.iter().map(|(level, rate)| (*level, *rate));
    rates.filter(|(level, rate)| is_lower(*level, *rate)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(typed: &str) -> NaiveDate {
        typed.parse().unwrap()
    }

    fn pounds(pounds: i64) -> Money {
        Money::from_pence(pounds * 100).unwrap()
    }

    fn dated() -> Vec<Dated> {
        [("2026-09-01", 5, Some(950)), ("2026-01-01", 4, Some(800)), ("2026-01-01", 5, Some(900))]
            .map(|(from, level, rate)| Dated { level, from: day(from), rate: rate.map(pounds) })
            .to_vec()
    }

    #[test]
    fn a_form_begins_with_what_holds_after_everything_planned() {
        let rates = BTreeMap::from([(4, pounds(800)), (5, pounds(950))]);
        assert_eq!(as_planned(&dated(), day("2026-03-04")), (day("2026-09-01"), rates.clone()));
        assert_eq!(as_planned(&dated(), day("2026-10-01")), (day("2026-10-01"), rates));
        assert_eq!(as_planned(&[], day("2026-03-04")), (day("2026-03-04"), BTreeMap::new()));
    }

    #[test]
    fn only_a_rate_that_goes_down_is_lowered() {
        for (level, rate, down) in [
            (5, 949, true),
            (5, 950, false),
            (5, 951, false),
            (4, 799, true),
            (4, 800, false),
            (3, 5000, true), // there was no maximum
        ] {
            let rates = BTreeMap::from([(level, pounds(rate))]);
            let new = Maxima { rates, from: day("2026-09-01"), confirmed: false };
            assert_eq!(!lowered(&dated(), &new).is_empty(), down, "level {level} at {rate}");
        }
    }
}
