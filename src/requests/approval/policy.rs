//! When an approval counts, and when what was approved is published. Pure.

use chrono::TimeDelta;

use super::model::Schedule;
use crate::error::Error;
use crate::requests::bands::model::Needed;
use crate::requests::model::Request;
use crate::requests::policy;
use crate::requests::state::RequestState;
use crate::types::ids::UserId;
use crate::types::time::Moment;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not what was read any more.
    #[error(
        "This was sent back and submitted again since you opened the page. Read it as it is now, then approve it."
    )]
    SubmittedAgain,
    /// As for any approval.
    #[error("{0}")]
    Request(#[from] policy::Refusal),
    /// It has every approval it needs.
    #[error(
        "This request is approved and waits for its time. To change anything, take the approval back first."
    )]
    Scheduled,
    /// No time is set.
    #[error("This request is not waiting for its time to be published.")]
    NotScheduled,
    /// The time chosen has come.
    #[error(
        "The time to publish has come, so the approval cannot be taken back. Cancel the request instead if it has to stop."
    )]
    TimeHasCome,
    /// What is past cannot be chosen.
    #[error("The time to publish must be in the future")]
    Past,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// Is it still the submission that was read? Whoever read none, such as the
/// demonstration, says none.
pub fn same_submission(now: &str, seen: &str) -> Result<(), Refusal> {
    if seen.is_empty() || seen == now { Ok(()) } else { Err(Refusal::SubmittedAgain) }
}

/// How late we may be and still publish what was to be published at a time by
/// the rules of that time: people chose the hour, and we look once a minute.
pub const GRACE: TimeDelta = TimeDelta::minutes(15);

/// May this person give an approval?
pub fn may_approve(
    request: &Request,
    schedule: Option<&Schedule>,
    authors: &[UserId],
    who: UserId,
) -> Result<(), Refusal> {
    policy::may_approve(request, authors, who)?;
    if schedule.is_some() { Err(Refusal::Scheduled) } else { Ok(()) }
}

/// May the approval be taken back? Until the time has come.
pub fn may_take_back(
    request: &Request,
    schedule: Option<&Schedule>,
    now: Moment,
) -> Result<(), Refusal> {
    match schedule {
        _ if request.state != RequestState::AwaitingApproval => Err(Refusal::NotScheduled),
        None => Err(Refusal::NotScheduled),
        Some(it) if it.publish_at <= now => Err(Refusal::TimeHasCome),
        Some(_) => Ok(()),
    }
}

/// May it be published at a time?
pub fn may_schedule(at: Moment, now: Moment) -> Result<(), Refusal> {
    if at > now { Ok(()) } else { Err(Refusal::Past) }
}

/// The moment by whose rules a request is published whose time has come: the
/// one chosen, or now if we come much too late.
pub fn judged_at(chosen: Moment, now: Moment) -> Moment {
    if now - chosen <= GRACE { chosen } else { now }
}

/// Whether the next approval is the last that is needed. What is amended is
/// approved by the same count as what is published.
pub fn is_last(needed: Needed, first: Option<UserId>) -> bool {
    needed.is_met_by(if first.is_some() { 2 } else { 1 })
}

/// What keeps a request from being published for want of approvals, if anything.
pub fn lacks_approvals(request: &Request, needed: Needed) -> Option<String> {
    let given = [request.approved_by, request.second_approved_by].iter().flatten().count();
    (!needed.is_met_by(given)).then(|| needed.sentence())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requests::drafting::samples::{now, whole};
    use crate::types::money::Money;

    fn waiting() -> Request {
        Request { state: RequestState::AwaitingApproval, ..whole().request }
    }

    fn schedule(minutes: i64) -> Schedule {
        Schedule { publish_at: now() + TimeDelta::minutes(minutes), set_by: UserId::mint() }
    }

    #[test]
    fn what_waits_for_its_time_is_approved_no_further() {
        let (request, other) = (waiting(), UserId::mint());
        assert_eq!(may_approve(&request, None, &[], other), Ok(()));
        let late = schedule(60);
        assert_eq!(may_approve(&request, Some(&late), &[], other), Err(Refusal::Scheduled));
        let author = request.created_by;
        let own = Err(Refusal::Request(policy::Refusal::OwnDraft));
        assert_eq!(may_approve(&request, None, &[], author), own);
    }

    #[test]
    fn an_approval_is_taken_back_until_its_time_comes() {
        let request = waiting();
        assert_eq!(may_take_back(&request, None, now()), Err(Refusal::NotScheduled));
        for (minutes, may) in
            [(1, Ok(())), (0, Err(Refusal::TimeHasCome)), (-1, Err(Refusal::TimeHasCome))]
        {
            assert_eq!(may_take_back(&request, Some(&schedule(minutes)), now()), may, "{minutes}");
        }
    }

    #[test]
    fn a_publication_is_judged_by_the_time_chosen_unless_we_are_much_too_late() {
        let chosen = now();
        for (late, at) in [(0, chosen), (15, chosen), (16, chosen + TimeDelta::minutes(16))] {
            assert_eq!(judged_at(chosen, chosen + TimeDelta::minutes(late)), at, "{late}");
        }
    }

    #[test]
    fn the_next_approval_is_the_last_if_one_is_enough_or_one_is_there() {
        let (one, two) = (Needed::One(Money::ZERO), Needed::TwoForUrgency);
        let first = Some(UserId::mint());
        for (needed, first, last) in
            [(one, None, true), (one, first, true), (two, None, false), (two, first, true)]
        {
            assert_eq!(is_last(needed, first), last, "{needed:?}");
        }
    }

    #[test]
    fn approvals_are_counted_against_what_is_needed_now() {
        let mut request = waiting();
        let (one, two) = (Needed::One(Money::ZERO), Needed::TwoForUrgency);
        assert!(lacks_approvals(&request, one).is_some());
        request.approved_by = Some(UserId::mint());
        assert_eq!(lacks_approvals(&request, one), None);
        assert!(lacks_approvals(&request, two).is_some());
        request.second_approved_by = Some(UserId::mint());
        assert_eq!(lacks_approvals(&request, two), None);
    }
}
