//! What a list of requests, or of what answers them, can be narrowed and
//! ordered by.

use chrono::TimeDelta;

use crate::types::time::Moment;

text_enum! {
    /// When bids close.
    pub enum Due {
        /// Within seven days.
        Week = "week", "Within 7 days";
        /// Within thirty days.
        Month = "month", "Within 30 days";
        /// Later than that.
        Later = "later", "Later";
        /// In the past.
        Past = "past", "The deadline has passed";
        /// Not known.
        Unset = "unset", "No deadline yet";
    }
}

text_enum! {
    /// In which order.
    pub enum Sort {
        /// The newest first.
        Newest = "newest", "Newest first";
        /// The nearest deadline first, and those without one last.
        Closing = "closing", "Earliest deadline first";
        /// The latest deadline first, and those without one last.
        Latest = "latest", "Latest deadline first";
        /// By title.
        Title = "title", "By title";
    }
}

impl Due {
    /// From when on a deadline is so, if there is an earliest.
    pub fn after(self, now: Moment) -> Option<Moment> {
        match self {
            Self::Week | Self::Month => Some(now),
            Self::Later => Some(now + TimeDelta::days(30)),
            Self::Past | Self::Unset => None,
        }
    }

    /// Until when a deadline is so, if there is a latest.
    pub fn until(self, now: Moment) -> Option<Moment> {
        match self {
            Self::Week => Some(now + TimeDelta::days(7)),
            Self::Month => Some(now + TimeDelta::days(30)),
            Self::Past => Some(now),
            Self::Later | Self::Unset => None,
        }
    }

    /// Whether a deadline is so.
    pub fn holds(self, closes_at: Option<Moment>, now: Moment) -> bool {
        let Some(at) = closes_at else { return self == Self::Unset };
        self != Self::Unset
            && self.after(now).is_none_or(|from| at > from)
            && self.until(now).is_none_or(|last| at <= last)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::Due;
    use crate::requests::drafting::samples::now;

    #[test]
    fn every_deadline_is_one_thing_and_a_week_is_part_of_a_month() {
        let in_days = |days| Some(now() + TimeDelta::days(days));
        let so = |at| Due::ALL.iter().filter(|it| it.holds(at, now())).copied().collect::<Vec<_>>();
        assert_eq!(so(None), [Due::Unset]);
        assert_eq!(so(in_days(-1)), [Due::Past]);
        assert_eq!(so(in_days(0)), [Due::Past], "closed from the deadline on");
        assert_eq!(so(in_days(7)), [Due::Week, Due::Month]);
        assert_eq!(so(in_days(8)), [Due::Month]);
        assert_eq!(so(in_days(30)), [Due::Month]);
        assert_eq!(so(in_days(31)), [Due::Later]);
    }
}
