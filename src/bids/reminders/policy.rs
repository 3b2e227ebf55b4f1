//! When a company is reminded of a bid. Pure.

use chrono::TimeDelta;

use super::model::{Mark, Unsubmitted};
use crate::bids::policy::takes_bids;
use crate::error::Error;
use crate::types::time::Moment;

/// Why not, in words for whoever reads the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Another worker was faster, or the bid has moved on.
    #[error("There is nothing to remind this company of.")]
    NothingDue,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// The reminder that is due, if one is. Nobody is reminded of what they have
/// only just begun, of a bid they withdrew and left empty, of a replacement that
/// nothing is written in, or of one that they may not submit.
pub fn due(it: &Unsubmitted, now: Moment) -> Option<Mark> {
    let closes_at = it.request.closes_at?;
    let given_up = (it.withdrawn || it.replaces) && !it.written;
    if takes_bids(&it.request, now).is_err() || given_up || !it.bars.is_empty() {
        return None;
    }
    let newest = Mark::ALL.into_iter().find(|mark| now >= at(closes_at, *mark))?;
    let begun_before = it.begun_at < at(closes_at, newest);
    (begun_before && !it.told.contains(&newest)).then_some(newest)
}

fn at(closes_at: Moment, mark: Mark) -> Moment {
    closes_at - TimeDelta::hours(mark.0.into())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{Mark, Unsubmitted, due};
    use crate::bids::samples;
    use crate::requests::state::RequestState;

    fn draft() -> Unsubmitted {
        Unsubmitted {
            request: samples::request(),
            begun_at: samples::noon() - TimeDelta::days(7),
            replaces: false,
            withdrawn: false,
            written: true,
            told: Vec::new(),
            bars: Vec::new(),
        }
    }

    fn left(it: &Unsubmitted, left: TimeDelta) -> Option<i16> {
        due(it, samples::noon() - left).map(|it| it.0)
    }

    #[test]
    fn the_newest_mark_that_applies_is_told_once_and_none_after_the_deadline() {
        let it = draft();
        let moment = TimeDelta::milliseconds(1);
        for (before, mark) in [
            (TimeDelta::hours(48) + moment, None),
            (TimeDelta::hours(48), Some(48)),
            (TimeDelta::hours(4) + moment, Some(48)),
            (TimeDelta::hours(4), Some(4)),
            (moment, Some(4)),
            (TimeDelta::zero(), None),
        ] {
            assert_eq!(left(&it, before), mark, "{before}");
        }
        let told = Unsubmitted { told: vec![Mark(48)], ..draft() };
        assert_eq!(left(&told, TimeDelta::hours(40)), None);
        assert_eq!(left(&told, TimeDelta::hours(3)), Some(4));
    }

    #[test]
    fn nobody_is_reminded_of_what_is_new_given_up_barred_or_ended() {
        let in_the_last_day = TimeDelta::hours(20);
        let begun = |before| Unsubmitted {
            begun_at: samples::noon() - TimeDelta::hours(before),
            ..draft()
        };
        assert_eq!(left(&begun(24), in_the_last_day), None, "begun after the mark");
        assert_eq!(left(&begun(24), TimeDelta::hours(2)), Some(4));
        let withdrawn = Unsubmitted { withdrawn: true, written: false, ..draft() };
        assert_eq!(left(&withdrawn, in_the_last_day), None);
        let again = Unsubmitted { withdrawn: true, ..draft() };
        assert_eq!(left(&again, in_the_last_day), Some(48));
        let replaced = Unsubmitted { replaces: true, ..draft() };
        assert_eq!(left(&replaced, in_the_last_day), Some(48));
        let opened_only = Unsubmitted { written: false, ..replaced };
        assert_eq!(left(&opened_only, in_the_last_day), None, "nothing was changed yet");
        let empty = Unsubmitted { written: false, ..draft() };
        assert_eq!(left(&empty, in_the_last_day), Some(48));
        let barred = Unsubmitted { bars: vec!["No certificate.".to_owned()], ..draft() };
        assert_eq!(left(&barred, in_the_last_day), None);
        let mut ended = draft();
        ended.request.state = RequestState::Cancelled;
        assert_eq!(left(&ended, in_the_last_day), None);
    }
}
