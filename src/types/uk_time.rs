//! Moments as people in the United Kingdom say them, and the days and hours
//! they type. The only place that knows about Greenwich and summer time.

use chrono::offset::LocalResult;
use chrono::{
    DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeDelta, TimeZone,
    Timelike, Utc,
};
use chrono_tz::Europe::London;
use chrono_tz::{OffsetName, Tz};

use super::time::Moment;

/// `12 noon UK time (GMT) on Wednesday 4 March 2026`.
///
/// Midnight belongs to the day it starts, and says so.
pub fn full(moment: Moment) -> String {
    let local = in_london(moment);
    let joint = if time_of_day(moment) == "midnight" { "at the start of" } else { "on" };
    let zone = local.offset().abbreviation().unwrap_or("UK");
    format!("{} UK time ({zone}) {joint} {}", time_of_day(moment), local.format("%A %-d %B %Y"))
}

/// `4 March 2026, 2:30pm`, for tables where the zone is said once above.
pub fn short(moment: Moment) -> String {
    format!("{}, {}", date(moment), time_of_day(moment))
}

/// The day in the UK: `4 March 2026`.
pub fn date(moment: Moment) -> String {
    day(date_of(moment))
}

/// A day: `4 March 2026`.
pub fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// The time of day in the UK: `9am`, `2:30pm`, `12 noon`, `midnight`.
pub fn time_of_day(moment: Moment) -> String {
    clock_face(in_london(moment).time())
}

/// A whole hour, for a list to choose from: `9am`, `12 noon`.
pub fn hour_name(hour: u32) -> String {
    NaiveTime::from_hms_opt(hour, 0, 0).map(clock_face).unwrap_or_default()
}

/// The hour of the day in the UK, from 0 to 23.
pub fn hour_of(moment: Moment) -> u32 {
    in_london(moment).hour()
}

/// For `<time datetime="…">`: `2026-03-04T12:00:00Z`.
pub fn iso(moment: Moment) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The calendar day it is in the UK at a moment.
pub fn date_of(moment: Moment) -> NaiveDate {
    in_london(moment).date_naive()
}

/// What a clock on a wall in the UK shows.
pub fn on_the_clock(moment: Moment) -> NaiveDateTime {
    in_london(moment).naive_local()
}

/// The first moment of a day in the UK.
pub fn midnight(date: NaiveDate) -> Moment {
    let naive = date.and_time(NaiveTime::MIN);
    match London.from_local_datetime(&naive) {
        LocalResult::Single(found) | LocalResult::Ambiguous(found, _) => found.with_timezone(&Utc),
        // UK clocks change at 1am, so midnight has always existed.
        LocalResult::None => naive.and_utc(),
    }
}

/// Whether the clocks change in the small hours of a day.
pub fn clocks_change_on(date: NaiveDate) -> bool {
    let Some(next) = date.succ_opt() else { return false };
    (midnight(next) - midnight(date)).num_hours() != 24
}

/// The UK wall clock at a moment.
pub(super) fn in_london(moment: Moment) -> DateTime<Tz> {
    moment.with_timezone(&London)
}

/// The day typed into three boxes; months may be names. What it is the day of,
/// such as `Bid deadline`, begins what is said of a mistake.
pub fn date_typed(what: &str, day: &str, month: &str, year: &str) -> Result<NaiveDate, String> {
    let must = |rule: &str| Err(format!("{what} must {rule}"));
    if [day, month, year].iter().any(|part| part.trim().is_empty()) {
        return must("include a day, a month and a year, like 4 3 2026");
    }
    let year = year.trim();
    if year.len() != 4 || !digits(year) {
        return must("have a year of 4 numbers, like 2026");
    }
    let (day, month) = (day.trim(), month.trim());
    let month = if digits(month) { month.parse().ok() } else { named_month(month) };
    let day = if digits(day) { day.parse().ok() } else { None };
    let found = match (day, month, year.parse().ok()) {
        (Some(day), Some(month), Some(year)) => NaiveDate::from_ymd_opt(year, month, day),
        _ => None,
    };
    match found {
        None => must("be a real date, like 4 3 2026"),
        Some(date) if !(1900..=2199).contains(&date.year()) => {
            must("have a year between 1900 and 2199")
        }
        Some(date) => Ok(date),
    }
}

/// The moment a whole hour strikes in the UK.
///
/// Refuses the hour that is skipped in March and the one that happens twice in
/// October.
pub fn moment_from(date: NaiveDate, hour: u32) -> Result<Moment, &'static str> {
    let naive = date.and_hms_opt(hour, 0, 0).ok_or("Choose an hour from 0 to 23")?;
    match London.from_local_datetime(&naive) {
        LocalResult::Single(found) => Ok(found.with_timezone(&Utc)),
        LocalResult::None => Err(
            "The clocks go forward that night, so that time does not exist. Choose another time",
        ),
        LocalResult::Ambiguous(..) => {
            Err("The clocks go back that night, so that time happens twice. Choose another time")
        }
    }
}

/// How far off a moment is: `in 3 days`, `in 2 hours`, `4 days ago`.
///
/// Whole units only, and never more time than there is.
pub fn in_words(now: Moment, then: Moment) -> String {
    let gap = lasting(now, then);
    match then > now {
        true => format!("in {gap}"),
        false if (now - then).num_minutes() == 0 => "just now".to_owned(),
        false => format!("{gap} ago"),
    }
}

/// How much time is between two moments: `3 days`, `47 hours`.
pub fn lasting(now: Moment, then: Moment) -> String {
    let gap = (then - now).abs();
    let (count, unit) = match (gap.num_days(), gap.num_hours(), gap.num_minutes()) {
        (_, _, 0) => return "less than a minute".to_owned(),
        (_, 0, minutes) => (minutes, "minute"),
        (0 | 1, hours, _) => (hours, "hour"),
        (days, ..) => (days, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// The countdown beside a deadline: `closes in 3 days`, `closed 4 days ago`.
pub fn closing(now: Moment, closes: Moment) -> String {
    let verb = if now < closes { "closes" } else { "closed" };
    format!("{verb} {}", in_words(now, closes))
}

/// A minute after a moment, or the end of its day in the UK if that is sooner.
pub fn minute_after(now: Moment) -> Moment {
    let minute = now + TimeDelta::minutes(1);
    date_of(now).succ_opt().map_or(minute, |tomorrow| minute.min(midnight(tomorrow)))
}

/// Until when [`closing`] says of a moment what it says now: until the next
/// whole minute before it, or after it.
pub fn holds_until(now: Moment, closes: Moment) -> Moment {
    if now < closes {
        closes - TimeDelta::minutes((closes - now).num_minutes())
    } else {
        closes + TimeDelta::minutes((now - closes).num_minutes() + 1)
    }
}

fn clock_face(time: NaiveTime) -> String {
    match (time.hour(), time.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "12 noon".to_owned(),
        (_, 0) => time.format("%-I%P").to_string(),
        _ => time.format("%-I:%M%P").to_string(),
    }
}

fn digits(typed: &str) -> bool {
    typed.bytes().all(|byte| byte.is_ascii_digit())
}

fn named_month(typed: &str) -> Option<u32> {
    typed.parse::<chrono::Month>().ok().map(|month| month.number_from_month())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(iso: &str) -> Moment {
        iso.parse().unwrap()
    }

    #[test]
    fn says_moments_as_people_do() {
        for (moment, said) in [
            ("2026-03-04T12:00:00Z", "12 noon UK time (GMT) on Wednesday 4 March 2026"),
            ("2026-07-01T11:00:00Z", "12 noon UK time (BST) on Wednesday 1 July 2026"),
            ("2026-07-01T13:30:59Z", "2:30pm UK time (BST) on Wednesday 1 July 2026"),
            ("2026-01-05T09:00:00Z", "9am UK time (GMT) on Monday 5 January 2026"),
            ("2026-01-05T00:05:00Z", "12:05am UK time (GMT) on Monday 5 January 2026"),
            (
                "2026-08-12T23:00:00Z",
                "midnight UK time (BST) at the start of Thursday 13 August 2026",
            ),
        ] {
            assert_eq!(full(at(moment)), said);
        }
    }

    #[test]
    fn a_countdown_holds_until_the_next_whole_minute() {
        for (now, closes, until) in [
            ("2026-03-04T11:54:30Z", "2026-03-04T12:00:00Z", "2026-03-04T11:55:00Z"),
            ("2026-03-04T11:59:30Z", "2026-03-04T12:00:00Z", "2026-03-04T12:00:00Z"),
            ("2026-03-04T12:00:00Z", "2026-03-04T12:00:00Z", "2026-03-04T12:01:00Z"),
            ("2026-03-04T12:07:30Z", "2026-03-04T12:00:10Z", "2026-03-04T12:08:10Z"),
        ] {
            let (now, closes, until) = (at(now), at(closes), at(until));
            assert_eq!(holds_until(now, closes), until);
            let last = until - TimeDelta::milliseconds(1);
            assert_eq!(closing(now, closes), closing(last, closes));
        }
    }

    #[test]
    fn shortens_moments_to_the_day_in_the_uk() {
        let late = at("2026-06-30T23:30:00Z");
        assert_eq!(date(late), "1 July 2026");
        assert_eq!(short(late), "1 July 2026, 12:30am");
        assert_eq!(iso(late), "2026-06-30T23:30:00Z");
        assert_eq!(hour_name(17), "5pm");
        assert_eq!(hour_name(24), "");
    }

    #[test]
    fn reads_dates_that_exist_and_no_others() {
        for (typed, read) in [
            (("4", "3", "2026"), "2026-03-04"),
            ((" 04 ", "March", "2026"), "2026-03-04"),
            (("29", "feb", "2028"), "2028-02-29"),
        ] {
            let found = date_typed("Bid deadline", typed.0, typed.1, typed.2);
            assert_eq!(found.unwrap().to_string(), read);
        }
        for (day, month, year) in [
            ("29", "2", "2027"),
            ("31", "4", "2026"),
            ("0", "1", "2026"),
            ("1", "13", "2026"),
            ("-1", "1", "2026"),
            ("+1", "1", "2026"),
            ("1", "Smarch", "2026"),
            ("1", "1", "26"),
            ("1", "1", "0001"),
            ("1", "1", "20266"),
            ("", "1", "2026"),
            ("99999999999", "1", "2026"),
            ("१", "1", "2026"),
        ] {
            let said = date_typed("Bid deadline", day, month, year).unwrap_err();
            assert!(said.starts_with("Bid deadline must "), "{day}/{month}/{year}: {said}");
        }
    }

    #[test]
    fn turns_an_hour_in_the_uk_into_a_moment() {
        let day = |typed: &str| typed.parse::<NaiveDate>().unwrap();
        assert_eq!(moment_from(day("2026-01-05"), 12), Ok(at("2026-01-05T12:00:00Z")));
        assert_eq!(moment_from(day("2026-07-01"), 12), Ok(at("2026-07-01T11:00:00Z")));
        assert!(moment_from(day("2026-07-01"), 24).unwrap_err().contains("0 to 23"));
        let skipped = moment_from(day("2026-03-29"), 1).unwrap_err();
        assert!(skipped.contains("does not exist"), "{skipped}");
        let twice = moment_from(day("2026-10-25"), 1).unwrap_err();
        assert!(twice.contains("happens twice"), "{twice}");
    }

    #[test]
    fn midnight_is_an_hour_earlier_in_summer_by_universal_time() {
        let day = |typed: &str| typed.parse::<NaiveDate>().unwrap();
        assert_eq!(midnight(day("2026-01-05")), at("2026-01-05T00:00:00Z"));
        assert_eq!(midnight(day("2026-08-13")), at("2026-08-12T23:00:00Z"));
        let changes: Vec<_> =
            day("2026-01-01").iter_days().take(365).filter(|day| clocks_change_on(*day)).collect();
        assert_eq!(changes, [day("2026-03-29"), day("2026-10-25")]);
    }

    #[test]
    fn counts_down_in_words_and_never_promises_more_time_than_there_is() {
        let now = at("2026-03-04T12:00:00Z");
        for (then, words) in [
            ("2026-03-07T12:00:00Z", "closes in 3 days"),
            ("2026-03-07T11:59:59Z", "closes in 2 days"),
            ("2026-03-06T11:59:59Z", "closes in 47 hours"),
            ("2026-03-04T14:00:00Z", "closes in 2 hours"),
            ("2026-03-04T13:59:59Z", "closes in 1 hour"),
            ("2026-03-04T12:01:00Z", "closes in 1 minute"),
            ("2026-03-04T12:00:01Z", "closes in less than a minute"),
            ("2026-03-04T12:00:00Z", "closed just now"),
            ("2026-03-04T11:58:00Z", "closed 2 minutes ago"),
            ("2026-02-28T12:00:00Z", "closed 4 days ago"),
        ] {
            assert_eq!(closing(now, at(then)), words, "{then}");
        }
        assert_eq!(in_words(now, at("2026-02-28T12:00:00Z")), "4 days ago");
        assert_eq!(lasting(now, at("2026-02-28T12:00:00Z")), "4 days");
        assert_eq!(lasting(now, now), "less than a minute");
    }
}
