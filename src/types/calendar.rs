//! Working days, standstills and deadlines. A working day is not a Saturday, a
//! Sunday or a bank holiday in any part of the UK.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Timelike, Weekday};
use thiserror::Error;

use super::time::Moment;
use super::uk_time;

/// The bank holidays of every part of the UK together, for the whole years
/// they have been loaded for.
#[derive(Debug, Clone)]
pub struct WorkingDays {
    holidays: BTreeSet<NaiveDate>,
    last_year: i32,
}

/// A day outside the years whose bank holidays are loaded. It is refused
/// rather than guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "Bank holidays are not loaded for {year}, so working days in that year cannot be counted. Choose an earlier date, or ask the operator to load them"
)]
pub struct BeyondCalendar {
    /// The year that is missing.
    pub year: i32,
}

/// How many working days an award stands still for: never fewer than 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standstill(u32);

impl Standstill {
    /// The shortest standstill there is.
    pub const SHORTEST: Self = Self(8);
    const LONGEST: u32 = 60;

    /// Reads a number of working days.
    pub fn of(days: u32) -> Result<Self, &'static str> {
        match days {
            0..8 => Err("A standstill must last at least 8 working days"),
            8..=Self::LONGEST => Ok(Self(days)),
            _ => Err("A standstill must last 60 working days or fewer"),
        }
    }

    /// The number of working days.
    pub fn days(self) -> u32 {
        self.0
    }
}

impl WorkingDays {
    /// Gathers the holidays of all parts of the UK. `last_year` is the last
    /// year they are complete for; the first is that of the earliest holiday.
    pub fn new(holidays: impl IntoIterator<Item = NaiveDate>, last_year: i32) -> Self {
        Self { holidays: holidays.into_iter().collect(), last_year }
    }

    /// Whether people in every part of the UK are at work that day.
    pub fn is_working(&self, date: NaiveDate) -> Result<bool, BeyondCalendar> {
        let year = date.year();
        let begun = self.holidays.first().is_some_and(|first| first.year() <= year);
        if !begun || year > self.last_year {
            return Err(BeyondCalendar { year });
        }
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        Ok(!weekend && !self.holidays.contains(&date))
    }

    /// The day `count` working days after `date`, which is not itself counted.
    pub fn add_working_days(
        &self,
        date: NaiveDate,
        count: u32,
    ) -> Result<NaiveDate, BeyondCalendar> {
        (0..count).try_fold(date, |day, _| self.working_from(next(day)?))
    }

    /// When a contract may be signed, for an award published at a moment with
    /// the shortest standstill.
    pub fn may_sign_from(&self, published: Moment) -> Result<Moment, BeyondCalendar> {
        self.may_sign_after(published, Standstill::SHORTEST)
    }

    /// When a contract may be signed: 00:00 UK time on the calendar day after
    /// the standstill's last working day. The day of publication is the first,
    /// if it is a working day.
    pub fn may_sign_after(
        &self,
        published: Moment,
        standstill: Standstill,
    ) -> Result<Moment, BeyondCalendar> {
        let first = self.working_from(uk_time::date_of(published))?;
        let last = self.add_working_days(first, standstill.0.saturating_sub(1))?;
        Ok(uk_time::midnight(next(last)?))
    }

    /// The first working day on or after a day.
    fn working_from(&self, mut date: NaiveDate) -> Result<NaiveDate, BeyondCalendar> {
        while !self.is_working(date)? {
            date = next(date)?;
        }
        Ok(date)
    }
}

fn next(date: NaiveDate) -> Result<NaiveDate, BeyondCalendar> {
    date.succ_opt().ok_or(BeyondCalendar { year: date.year() })
}

/// A moment fit to be a deadline: one nobody can misread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline(Moment);

/// Why a moment may not be a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadDeadline {
    /// Minutes or seconds past the hour.
    #[error("Choose a whole hour, like 12 noon or 3pm")]
    NotWholeHour,
    /// In the hours around a clock change.
    #[error(
        "The clocks change that night, so a time before 3am could be misread. Choose another time"
    )]
    ClocksChange,
    /// A weekend or a bank holiday.
    #[error(
        "Choose a working day: not a Saturday, a Sunday or a bank holiday in any part of the UK"
    )]
    NotWorkingDay,
    /// Too early or too late in the day.
    #[error("Choose a time from 9am to 5pm UK time")]
    OutOfHours,
    /// In a year whose bank holidays are not loaded.
    #[error(transparent)]
    BeyondCalendar(#[from] BeyondCalendar),
}

impl Deadline {
    /// A whole hour from 9am to 5pm UK time on a working day.
    pub fn ordinary(at: Moment, working_days: &WorkingDays) -> Result<Self, BadDeadline> {
        let deadline = Self::urgent(at)?;
        if !working_days.is_working(uk_time::date_of(at))? {
            return Err(BadDeadline::NotWorkingDay);
        }
        if !(9..=17).contains(&uk_time::in_london(at).hour()) {
            return Err(BadDeadline::OutOfHours);
        }
        Ok(deadline)
    }

    /// Any whole hour of any day, for a live incident, except before 3am on a
    /// night the clocks change.
    pub fn urgent(at: Moment) -> Result<Self, BadDeadline> {
        let local = uk_time::in_london(at);
        if local.hour() < 3 && uk_time::clocks_change_on(local.date_naive()) {
            return Err(BadDeadline::ClocksChange);
        }
        if (local.minute(), local.second(), local.nanosecond()) != (0, 0, 0) {
            return Err(BadDeadline::NotWholeHour);
        }
        Ok(Self(at))
    }

    /// The one instant, the same for everyone.
    pub fn moment(self) -> Moment {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The calendar of the reference data: every row that starts with a day is a
    /// bank holiday, from 2025 to 2028.
    fn calendar() -> WorkingDays {
        let sql = include_str!("../../migrations/2026-11-24-000200_reference_data/up.sql");
        let rows = sql.split("('").filter_map(|row| row.get(..10)?.parse().ok());
        WorkingDays::new(rows, 2028)
    }

    fn day(typed: &str) -> NaiveDate {
        typed.parse().unwrap()
    }

    fn at(date: &str, hour: u32) -> Moment {
        uk_time::moment_from(day(date), hour).unwrap()
    }

    #[test]
    fn signing_waits_for_the_eighth_working_day_to_end() {
        for (published, may_sign) in [
            ("2026-03-12", "2026-03-25"),
            ("2026-05-01", "2026-05-14"),
            ("2026-06-10", "2026-06-23"),
            ("2026-07-31", "2026-08-13"),
            ("2026-08-01", "2026-08-14"),
            ("2026-11-23", "2026-12-04"),
            ("2026-12-23", "2027-01-08"),
            ("2026-12-24", "2027-01-09"),
            ("2027-03-22", "2027-04-03"),
        ] {
            for hour in [0, 12, 23] {
                let found = calendar().may_sign_from(at(published, hour));
                assert_eq!(found, Ok(uk_time::midnight(day(may_sign))), "{published} at {hour}");
            }
        }
    }

    #[test]
    fn a_publication_just_before_midnight_in_summer_counts_from_the_uk_day() {
        // 23:30 UTC on Thursday is already Friday 31 July in the UK.
        let published = "2026-07-30T23:30:00Z".parse().unwrap();
        let may_sign = "2026-08-12T23:00:00Z".parse().unwrap();
        assert_eq!(calendar().may_sign_from(published), Ok(may_sign));
    }

    #[test]
    fn a_longer_standstill_waits_longer_and_a_shorter_one_is_refused() {
        let ten = Standstill::of(10).unwrap();
        let found = calendar().may_sign_after(at("2026-03-12", 9), ten);
        assert_eq!(found, Ok(at("2026-03-27", 0)));
        assert_eq!(Standstill::of(8), Ok(Standstill::SHORTEST));
        assert_eq!(Standstill::of(60).map(Standstill::days), Ok(60));
        for days in [0, 7, 61, u32::MAX] {
            assert!(Standstill::of(days).is_err(), "{days} was accepted");
        }
    }

    #[test]
    fn days_outside_the_loaded_years_are_refused_not_guessed() {
        let missing = |year| Err(BeyondCalendar { year });
        assert_eq!(calendar().is_working(day("2028-12-29")), Ok(true));
        assert_eq!(calendar().is_working(day("2029-01-04")), missing(2029));
        assert_eq!(calendar().is_working(day("2024-12-31")), missing(2024));
        assert_eq!(calendar().add_working_days(day("2028-12-28"), 2).unwrap_err().year, 2029);
        assert_eq!(calendar().may_sign_from(at("2028-12-20", 9)).unwrap_err().year, 2029);
        assert_eq!(calendar().may_sign_from(at("2028-12-18", 9)), Ok(at("2028-12-30", 0)));
        assert_eq!(WorkingDays::new([], 2027).is_working(day("2026-03-04")), missing(2026));
        assert!(BeyondCalendar { year: 2028 }.to_string().contains("not loaded for 2028"));
    }

    #[test]
    fn a_holiday_in_one_part_of_the_uk_is_a_holiday_for_all() {
        for (date, working) in [
            ("2026-03-17", false), // St Patrick's Day
            ("2026-11-30", false), // St Andrew's Day
            ("2026-06-15", false), // Scotland's World Cup holiday
            ("2026-03-14", false), // Saturday
            ("2026-03-15", false), // Sunday
            ("2026-03-16", true),
        ] {
            assert_eq!(calendar().is_working(day(date)), Ok(working), "{date}");
        }
    }

    #[test]
    fn working_days_are_added_from_the_day_after() {
        for (from, count, to) in [
            ("2026-03-12", 0, "2026-03-12"),
            ("2026-03-12", 1, "2026-03-13"),
            ("2026-03-13", 1, "2026-03-16"),
            ("2026-03-16", 1, "2026-03-18"),
            ("2026-12-24", 2, "2026-12-30"),
        ] {
            assert_eq!(calendar().add_working_days(day(from), count), Ok(day(to)), "{from}");
        }
    }

    #[test]
    fn ordinary_deadlines_are_whole_office_hours_on_working_days() {
        let judge = |at| Deadline::ordinary(at, &calendar()).map(Deadline::moment);
        for hour in [9, 12, 17] {
            assert_eq!(judge(at("2026-07-01", hour)), Ok(at("2026-07-01", hour)));
        }
        let past_the_hour = "2026-07-01T11:00:00.001Z".parse().unwrap();
        for (moment, fault) in [
            (at("2026-07-01", 8), BadDeadline::OutOfHours),
            (at("2026-07-01", 18), BadDeadline::OutOfHours),
            (past_the_hour, BadDeadline::NotWholeHour),
            (at("2026-07-04", 12), BadDeadline::NotWorkingDay),
            (at("2026-08-03", 12), BadDeadline::NotWorkingDay),
            (at("2026-03-29", 2), BadDeadline::ClocksChange),
            (at("2029-03-01", 12), BadDeadline::BeyondCalendar(BeyondCalendar { year: 2029 })),
        ] {
            assert_eq!(judge(moment), Err(fault), "{moment}");
        }
    }

    #[test]
    fn urgent_deadlines_may_be_any_hour_but_not_while_the_clocks_change() {
        for (moment, allowed) in [
            (at("2026-07-04", 3), true),
            (at("2026-07-05", 0), true),
            (at("2026-03-28", 23), true),
            (at("2026-03-29", 0), false),
            (at("2026-03-29", 2), false),
            (at("2026-03-29", 3), true),
            (at("2026-10-25", 0), false),
            ("2026-10-25T00:00:00Z".parse().unwrap(), false), // 1am, first time
            ("2026-10-25T01:00:00Z".parse().unwrap(), false), // 1am, again
            (at("2026-10-25", 2), false),
            (at("2026-10-25", 3), true),
        ] {
            assert_eq!(Deadline::urgent(moment).is_ok(), allowed, "{moment}");
        }
    }
}
