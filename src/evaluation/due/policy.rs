//! Who sets the day, what it is when nobody does, and who is late. Pure.

use chrono::{NaiveDate, TimeDelta};

use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::error::Error;
use crate::evaluation::model::QualityLock;
use crate::evaluation::panel::model::{Member, Panel};
use crate::requests::model::{Phase, Request};
use crate::types::calendar::WorkingDays;
use crate::types::ids::UserId;
use crate::types::time::Moment;
use crate::types::uk_time;

/// How many working days a panel has if nobody says otherwise.
pub const USUAL_WORKING_DAYS: u32 = 10;

/// The hour of the day, UK time, by which scores are due.
const HOUR: u32 = 17;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not theirs to set.
    #[error(
        "The day by which bids are to be scored is set by a requester or an approver of your force, or by the chair of the panel."
    )]
    NotAllowed,
    /// Nothing is being scored.
    #[error(
        "The day by which bids are to be scored can be set after the opening and until quality is locked."
    )]
    WrongTime,
    /// Another worker was faster, or nobody is late any more.
    #[error("There is nobody to remind.")]
    NothingDue,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May this person set the day?
pub fn may_set(
    who: &ForceMember,
    request: &Request,
    lock: Option<&QualityLock>,
    panel: &Panel,
    now: Moment,
) -> Result<(), Refusal> {
    let chairs = panel.chair().is_some_and(|it| it.who.user == who.user);
    if !chairs && !who.has(Role::Requester) && !who.has(Role::Approver) {
        return Err(Refusal::NotAllowed);
    }
    let scoring = request.phase(now) == Phase::Evaluating && !panel.bids.is_empty();
    if scoring && lock.is_none() { Ok(()) } else { Err(Refusal::WrongTime) }
}

/// When bids that are opened now are to be scored: 5pm UK time, ten working
/// days on; a fortnight on, where the bank holidays of then are not known yet.
pub fn usual(opened: Moment, calendar: &WorkingDays) -> Moment {
    let today = uk_time::date_of(opened);
    let day = calendar.add_working_days(today, USUAL_WORKING_DAYS);
    let day = day.unwrap_or(today + TimeDelta::days(14));
    on_day(day).unwrap_or(opened + TimeDelta::days(14))
}

/// The hour of a day at which scores are due.
pub fn on_day(day: NaiveDate) -> Result<Moment, &'static str> {
    uk_time::moment_from(day, HOUR)
}

/// Who is late at this moment and was not reminded of this deadline.
pub fn late<'a>(panel: &'a Panel, due_at: Moment, told: &[UserId], now: Moment) -> Vec<&'a Member> {
    if now < due_at {
        return Vec::new();
    }
    let members = panel.members.iter();
    members.filter(|it| !it.is_done() && !told.contains(&it.who.user)).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{late, usual};
    use crate::evaluation::panel::model::{Member, Panel, Stance};
    use crate::outbox::Recipient;
    use crate::types::calendar::WorkingDays;
    use crate::types::ids::UserId;
    use crate::types::time::Moment;

    fn at(moment: &str) -> Moment {
        moment.parse().unwrap()
    }

    #[test]
    fn a_panel_has_ten_working_days_until_five_in_the_afternoon_uk_time() {
        let holidays = ["2026-05-04", "2026-12-25", "2026-12-28"].map(|it| it.parse().unwrap());
        let calendar = WorkingDays::new(holidays, 2026);
        for (opened, due) in [
            ("2026-03-02T09:00:00Z", "2026-03-16T17:00:00Z"),
            // Over the early May bank holiday, in summer time.
            ("2026-05-01T09:00:00Z", "2026-05-18T16:00:00Z"),
            // Into a year whose bank holidays are not loaded.
            ("2026-12-22T09:00:00Z", "2027-01-05T17:00:00Z"),
        ] {
            assert_eq!(usual(at(opened), &calendar), at(due), "{opened}");
        }
    }

    #[test]
    fn whoever_owes_scores_is_late_from_the_moment_on_and_told_once() {
        let user = |n: u128| UserId::from(Uuid::from_u128(n));
        let member = |n, given| Member {
            who: Recipient { user: user(n), email: String::new(), name: String::new() },
            stance: Stance::default(),
            given,
            wanted: 4,
        };
        let panel =
            Panel { members: vec![member(1, 4), member(2, 3), member(3, 0)], ..Panel::default() };
        let due = at("2026-03-16T17:00:00Z");
        let who = |told: &[UserId], now| {
            late(&panel, due, told, now).iter().map(|it| it.who.user).collect::<Vec<_>>()
        };
        assert_eq!(who(&[], at("2026-03-16T16:59:59.999Z")), []);
        assert_eq!(who(&[], due), [user(2), user(3)]);
        assert_eq!(who(&[user(3)], due), [user(2)]);
    }
}
