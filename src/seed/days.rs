//! The story's calendar. Everything in it is counted in working days from the
//! day somebody starts the demonstration, so that it is true on any day.

use anyhow::{Result, anyhow};
use chrono::{NaiveDate, TimeDelta};

use crate::types::calendar::WorkingDays;
use crate::types::time::Moment;
use crate::types::uk_time;

/// Today, and the working days around it.
#[derive(Debug, Clone)]
pub struct Days {
    today: NaiveDate,
    working: WorkingDays,
}

impl Days {
    /// Counts from the day it is in the UK at a moment.
    pub fn around(now: Moment, working: WorkingDays) -> Self {
        Self { today: uk_time::date_of(now), working }
    }

    /// So many calendar days from today.
    pub fn date(&self, days: i64) -> NaiveDate {
        self.today + TimeDelta::days(days)
    }

    /// The working day that is so many before today (0 and less: after it;
    /// 0 is the next one).
    pub fn working(&self, before: i32) -> Result<NaiveDate> {
        let (back, mut left) = if before > 0 { (true, before) } else { (false, 1 - before) };
        let mut day = self.today;
        while left > 0 {
            let next = if back { day.pred_opt() } else { day.succ_opt() };
            day = next.ok_or_else(|| anyhow!("the calendar ends at {day}"))?;
            if self.working.is_working(day)? {
                left -= 1;
            }
        }
        Ok(day)
    }

    /// A whole hour in the UK on such a working day.
    pub fn hour(&self, before: i32, hour: u32) -> Result<Moment> {
        uk_time::moment_from(self.working(before)?, hour).map_err(|why| anyhow!("{why}"))
    }

    /// Some minutes past it.
    pub fn at(&self, before: i32, hour: u32, minutes: i64) -> Result<Moment> {
        Ok(self.hour(before, hour)? + TimeDelta::minutes(minutes))
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};

    use super::Days;
    use crate::types::calendar::WorkingDays;

    #[test]
    fn days_are_counted_from_today_in_working_days() {
        let christmas = NaiveDate::from_ymd_opt(2026, 12, 25).unwrap();
        // Saturday 26 December 2026, noon.
        let now = DateTime::from_timestamp(1_798_286_400, 0).unwrap();
        let days = Days::around(now, WorkingDays::new([christmas], 2028));
        let day = |before| days.working(before).unwrap().to_string();
        assert_eq!(day(1), "2026-12-24");
        assert_eq!(day(5), "2026-12-18");
        assert_eq!(day(0), "2026-12-28");
        assert_eq!(day(-4), "2027-01-01");
    }
}
