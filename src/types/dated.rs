//! Things that hold from a day on, until another of their kind begins.

use chrono::NaiveDate;
use thiserror::Error;

use super::uk_time;

diesel::define_sql_function! {
    /// The UK day it is by the database's clock.
    fn muster_today() -> Date;
}

/// The furthest ahead that a change may be planned.
const YEARS_AHEAD: i32 = 5;

/// The one of some things that holds on a day: the last to have begun by
/// then, or the very first where none has. Of two that begin on one day it is
/// the one that comes first in the list, which has the last first.
pub fn holding<T>(things: &[T], begins: impl Fn(&T) -> NaiveDate, on: NaiveDate) -> Option<&T> {
    let begun = things.iter().rev().filter(|it| begins(it) <= on).max_by_key(|it| begins(it));
    begun.or_else(|| things.iter().min_by_key(|it| begins(it)))
}

/// Why a change may not begin on a day.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadStart {
    /// It would change what already happened.
    #[error("Choose today or a later day: what held before stays as it was")]
    Past,
    /// Nobody plans that far.
    #[error("Choose a day within the next 5 years")]
    TooFar,
    /// It would run into a change that is planned for later.
    #[error("Another change is planned from {0}. Choose that day to replace it, or a day after it")]
    BeforePlanned(String),
}

/// May a change begin on a day, when others begin on `starts`? On the day of
/// one that is planned, it takes its place.
pub fn may_begin(
    starts: impl IntoIterator<Item = NaiveDate>,
    from: NaiveDate,
    today: NaiveDate,
) -> Result<(), BadStart> {
    use chrono::Datelike;
    if from < today {
        return Err(BadStart::Past);
    }
    if from.year() - today.year() > YEARS_AHEAD {
        return Err(BadStart::TooFar);
    }
    match starts.into_iter().max().filter(|last| *last > from) {
        Some(planned) => Err(BadStart::BeforePlanned(uk_time::day(planned))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(typed: &str) -> NaiveDate {
        typed.parse().unwrap()
    }

    #[test]
    fn what_holds_is_the_last_to_have_begun_or_else_the_first() {
        let fees = [("2026-01-01", 150), ("2027-01-01", 175), ("2026-07-01", 160)];
        for (on, fee) in [
            ("2025-12-31", 150),
            ("2026-01-01", 150),
            ("2026-06-30", 150),
            ("2026-07-01", 160),
            ("2026-12-31", 160),
            ("2027-01-01", 175),
        ] {
            let found = holding(&fees, |it| day(it.0), day(on)).map(|it| it.1);
            assert_eq!(found, Some(fee), "{on}");
        }
        let versions = [("2026-02-01", 3), ("2026-02-01", 2), ("2026-01-01", 1)];
        for (on, version) in [("2026-01-31", 1), ("2026-02-01", 3), ("2026-03-01", 3)] {
            let found = holding(&versions, |it| day(it.0), day(on)).map(|it| it.1);
            assert_eq!(found, Some(version), "{on}");
        }
        assert_eq!(holding::<NaiveDate>(&[], |it| *it, day("2026-01-01")), None);
    }

    #[test]
    fn a_change_begins_today_or_later_and_never_before_one_that_is_planned() {
        let planned = ["2026-01-01", "2026-09-01"].map(day);
        let before = || BadStart::BeforePlanned("1 September 2026".to_owned());
        for (from, verdict) in [
            ("2026-03-03", Err(BadStart::Past)),
            ("2026-03-04", Err(before())),
            ("2026-08-31", Err(before())),
            ("2026-09-01", Ok(())),
            ("2026-09-02", Ok(())),
            ("2031-12-31", Ok(())),
            ("2032-01-01", Err(BadStart::TooFar)),
        ] {
            assert_eq!(may_begin(planned, day(from), day("2026-03-04")), verdict, "{from}");
        }
        assert_eq!(may_begin([], day("2026-03-04"), day("2026-03-04")), Ok(()));
    }
}
