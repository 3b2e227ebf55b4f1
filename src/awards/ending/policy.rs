//! Who may end a request without an award, and when. Pure.

use super::model::Ending;
use super::state::{EndingEvent, EndingState};
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::awards::model::Award;
use crate::error::Error;
use crate::requests::model::{Phase, Request};
use crate::requests::state::{RequestEvent, RequestState};
use crate::types::state::Step;
use crate::types::time::Moment;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a role that asks for it.
    #[error(
        "Ending a request without an award needs the role “Requester” or “Approver”. Ask an administrator of your force."
    )]
    NotAProposer,
    /// Not a role that decides.
    #[error(
        "Deciding whether a request ends without an award needs the role “Approver”. Ask an administrator of your force."
    )]
    NotAnApprover,
    /// It is still open, or has ended.
    #[error(
        "A request can end without an award only after its deadline and before an award is approved."
    )]
    CannotEnd,
    /// There is a recommendation.
    #[error(
        "Decline the recommended award first, or have a requester take it back, then end the request without an award."
    )]
    DeclineFirst,
    /// Somebody asked already.
    #[error(
        "A colleague has asked to end this request without an award. That must be decided on first."
    )]
    Waits,
    /// Nobody asked, or it is decided.
    #[error("No ending waits for a second person. It may have been decided on already.")]
    NothingWaits,
    /// The same person.
    #[error(
        "You asked to end this request without an award, so another person must decide. You can take it back."
    )]
    SamePerson,
    /// Only the first takes it back.
    #[error("Only the person who asked to end this request can take that back.")]
    NotYours,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// The move that ends a request without an award.
fn ends(
    request: &Request,
    active: Option<&Award>,
    now: Moment,
) -> Result<Step<RequestState>, Refusal> {
    if !matches!(request.phase(now), Phase::Closed | Phase::Evaluating) {
        return Err(Refusal::CannotEnd);
    }
    if active.is_some() {
        return Err(Refusal::DeclineFirst);
    }
    Step::take(request.state, RequestEvent::EndWithoutAward).ok_or(Refusal::CannotEnd)
}

/// May this person ask to end the request?
pub fn may_propose(
    who: &ForceMember,
    request: &Request,
    (active, waiting): (Option<&Award>, Option<&Ending>),
    now: Moment,
) -> Result<(), Refusal> {
    if !who.has(Role::Requester) && !who.has(Role::Approver) {
        return Err(Refusal::NotAProposer);
    }
    is_undecided(waiting)?;
    ends(request, active, now).map(drop)
}

/// May this person end it alone, after an opening that found no bids?
pub fn may_end_alone(
    who: &ForceMember,
    request: &Request,
    active: Option<&Award>,
    now: Moment,
) -> Result<Step<RequestState>, Refusal> {
    if who.has(Role::Approver) { ends(request, active, now) } else { Err(Refusal::NotAnApprover) }
}

/// May this person decide on the ending that waits, or take it back?
pub fn may_decide(
    who: &ForceMember,
    waiting: Option<&Ending>,
    event: EndingEvent,
) -> Result<Step<EndingState>, Refusal> {
    let waiting = waiting.ok_or(Refusal::NothingWaits)?;
    let step = Step::take(waiting.state, event).ok_or(Refusal::NothingWaits)?;
    match (event == EndingEvent::TakeBack, waiting.proposed_by == who.user) {
        (true, false) => Err(Refusal::NotYours),
        (false, true) => Err(Refusal::SamePerson),
        (false, false) if !who.has(Role::Approver) => Err(Refusal::NotAnApprover),
        _ => Ok(step),
    }
}

/// The move to make when it is done.
pub fn may_be_ended(
    request: &Request,
    active: Option<&Award>,
    now: Moment,
) -> Result<Step<RequestState>, Refusal> {
    ends(request, active, now)
}

/// Nothing is decided about an award while its request may end without one.
pub fn is_undecided(waiting: Option<&Ending>) -> Result<(), Refusal> {
    if waiting.is_some() { Err(Refusal::Waits) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::audit::Actor;
    use crate::awards::model::samples::award;
    use crate::awards::state::AwardState;
    use crate::bids::samples;
    use crate::types::ids::EndingId;

    fn person(n: u128, roles: &[Role]) -> ForceMember {
        ForceMember {
            by: Actor::system("test"),
            user: Uuid::from_u128(n).into(),
            name: "Sam".to_owned(),
            roles: roles.to_vec(),
            force: Uuid::from_u128(99).into(),
        }
    }

    fn waiting() -> Ending {
        Ending {
            id: EndingId::mint(),
            request_id: Uuid::from_u128(8).into(),
            state: EndingState::Proposed,
            reason: "The devices were returned.".to_owned(),
            proposed_by: Uuid::from_u128(1).into(),
            proposed_at: samples::noon(),
            decided_by: None,
            decided_at: None,
            decision: String::new(),
        }
    }

    #[test]
    fn a_request_ends_without_an_award_only_between_its_deadline_and_an_award() {
        let who = person(2, &[Role::Approver]);
        let mut request = samples::request();
        let (noon, early) = (samples::noon(), samples::noon() - chrono::TimeDelta::milliseconds(1));
        let none = (None, None);
        assert_eq!(may_propose(&who, &request, none, early), Err(Refusal::CannotEnd));
        for state in RequestState::ALL {
            request.state = *state;
            let may = matches!(state, RequestState::Open | RequestState::Evaluating);
            assert_eq!(may_propose(&who, &request, none, noon).is_ok(), may, "{state:?}");
            assert_eq!(may_be_ended(&request, None, noon).is_ok(), may, "{state:?}");
            assert_eq!(may_end_alone(&who, &request, None, noon).is_ok(), may, "{state:?}");
        }
        request.state = RequestState::Evaluating;
        let evaluator = person(3, &[Role::Evaluator]);
        assert_eq!(may_propose(&evaluator, &request, none, noon), Err(Refusal::NotAProposer));
        let requester = person(3, &[Role::Requester]);
        assert_eq!(may_propose(&requester, &request, none, noon), Ok(()));
        let alone = may_end_alone(&requester, &request, None, noon).map(drop);
        assert_eq!(alone, Err(Refusal::NotAnApprover));
        let active = award(AwardState::Recommended);
        let judged = may_propose(&who, &request, (Some(&active), None), noon);
        assert_eq!(judged, Err(Refusal::DeclineFirst));
        let judged = may_be_ended(&request, Some(&active), noon).map(drop);
        assert_eq!(judged, Err(Refusal::DeclineFirst));
        let it = waiting();
        let judged = may_propose(&requester, &request, (None, Some(&it)), noon);
        assert_eq!(judged, Err(Refusal::Waits));
    }

    #[test]
    fn another_decides_and_only_who_asked_takes_it_back() {
        let it = waiting();
        let judge = |n, roles: &[Role], event, it: Option<&Ending>| {
            may_decide(&person(n, roles), it, event).map(drop)
        };
        for event in [EndingEvent::Make, EndingEvent::Refuse] {
            let approver: &[Role] = &[Role::Approver];
            assert_eq!(judge(1, approver, event, Some(&it)), Err(Refusal::SamePerson));
            assert_eq!(judge(2, approver, event, Some(&it)), Ok(()));
            let judged = judge(2, &[Role::Requester], event, Some(&it));
            assert_eq!(judged, Err(Refusal::NotAnApprover));
            assert_eq!(judge(2, approver, event, None), Err(Refusal::NothingWaits));
        }
        let back = EndingEvent::TakeBack;
        assert_eq!(judge(1, &[Role::Requester], back, Some(&it)), Ok(()));
        assert_eq!(judge(2, &[Role::Approver], back, Some(&it)), Err(Refusal::NotYours));
        let made = Ending { state: EndingState::Made, ..it };
        assert_eq!(judge(1, &[Role::Approver], back, Some(&made)), Err(Refusal::NothingWaits));
    }
}
