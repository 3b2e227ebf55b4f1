//! Who may ask about a low price, who answers, and who decides. Pure.

use super::model::Explanation;
use super::state::{ExplanationEvent, ExplanationState};
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::error::Error;
use crate::evaluation::model::Ranking;
use crate::requests::model::{Phase, Request};
use crate::types::ids::BidId;
use crate::types::state::Step;
use crate::types::time::Moment;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a role that asks.
    #[error(
        "Asking a bidder about a price needs the role “Requester” or “Approver”. Ask an administrator of your force."
    )]
    NotAnAsker,
    /// Not a role that decides.
    #[error(
        "Accepting an explanation needs the role “Approver”. Ask an administrator of your force."
    )]
    NotAnApprover,
    /// Too early, or too late.
    #[error(
        "Bidders are asked about their prices after quality is locked and before an award is approved. This request is not at that point."
    )]
    WrongTime,
    /// An award rests on it.
    #[error("An award is recommended. Decline it first, then ask the bidder.")]
    Awarded,
    /// Its price is not low.
    #[error("The price of this bid is not marked as abnormally low.")]
    NotLow,
    /// One at a time.
    #[error("This bidder is asked already. One question is open at a time.")]
    AlreadyAsked,
    /// The time has passed.
    #[error("The time to answer has passed. The force decides without an answer, or asks again.")]
    TooLate,
    /// It is believed.
    #[error("The explanation of this price is accepted, so there is nothing to ask.")]
    Accepted,
    /// Somebody was first.
    #[error("This question is not open any more: it was answered, decided on or taken back.")]
    NotOpen,
    /// The same person.
    #[error("You asked this question, so another person must accept the explanation.")]
    SamePerson,
    /// Not in the future.
    #[error("The bidder must have until the end of tomorrow at least")]
    TooSoon,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May this person ask bidders now?
pub fn may_ask(
    who: &ForceMember,
    request: &Request,
    ranking: Option<&Ranking>,
    awarded: bool,
    now: Moment,
) -> Result<(), Refusal> {
    if !who.has(Role::Requester) && !who.has(Role::Approver) {
        return Err(Refusal::NotAnAsker);
    }
    if ranking.is_none() || request.phase(now) != Phase::Evaluating {
        return Err(Refusal::WrongTime);
    }
    if awarded { Err(Refusal::Awarded) } else { Ok(()) }
}

/// May this bid's provider be asked? `last` is what it was asked before.
pub fn may_be_asked(
    ranking: &Ranking,
    bid: BidId,
    last: Option<&Explanation>,
) -> Result<(), Refusal> {
    if !ranking.of(bid).is_some_and(|it| it.abnormally_low) {
        return Err(Refusal::NotLow);
    }
    match last {
        Some(last) if last.is_open() => Err(Refusal::AlreadyAsked),
        Some(last) if last.state == ExplanationState::Accepted => Err(Refusal::Accepted),
        _ => Ok(()),
    }
}

/// Has a bidder had its say about its price, so that the bid may be awarded? An
/// answer was accepted; or it was asked, and let the time to answer pass. A
/// question that was taken back before counts for nothing.
pub fn is_heard<'a>(asked: impl IntoIterator<Item = &'a Explanation>) -> bool {
    let passed = |it: &Explanation| it.closed_at.is_some_and(|at| at >= it.due_at);
    asked.into_iter().any(|it| match it.state {
        ExplanationState::Accepted => true,
        ExplanationState::Withdrawn => it.answered_at.is_none() && passed(it),
        _ => false,
    })
}

/// May the bidder answer now?
pub fn may_answer(
    it: &Explanation,
    request: &Request,
    now: Moment,
) -> Result<Step<ExplanationState>, Refusal> {
    let step = Step::take(it.state, ExplanationEvent::Answer).ok_or(Refusal::NotOpen)?;
    if request.phase(now) != Phase::Evaluating {
        return Err(Refusal::NotOpen);
    }
    if now >= it.due_at { Err(Refusal::TooLate) } else { Ok(step) }
}

/// May this person accept the explanation?
pub fn may_accept(
    who: &ForceMember,
    it: &Explanation,
    request: &Request,
    now: Moment,
) -> Result<Step<ExplanationState>, Refusal> {
    if !who.has(Role::Approver) {
        return Err(Refusal::NotAnApprover);
    }
    let step = Step::take(it.state, ExplanationEvent::Accept).ok_or(Refusal::NotOpen)?;
    if it.asked_by == who.user {
        return Err(Refusal::SamePerson);
    }
    if request.phase(now) == Phase::Evaluating { Ok(step) } else { Err(Refusal::WrongTime) }
}

/// May this person take the question back?
pub fn may_withdraw(
    who: &ForceMember,
    it: &Explanation,
    request: &Request,
    now: Moment,
) -> Result<Step<ExplanationState>, Refusal> {
    if !who.has(Role::Requester) && !who.has(Role::Approver) {
        return Err(Refusal::NotAnAsker);
    }
    // What was answered is accepted or held against the bid, in the open.
    let waits = it.state == ExplanationState::Asked;
    let step = Step::take(it.state, ExplanationEvent::Withdraw).filter(|_| waits);
    let step = step.ok_or(Refusal::NotOpen)?;
    if request.phase(now) == Phase::Evaluating { Ok(step) } else { Err(Refusal::WrongTime) }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;
    use crate::audit::Actor;
    use crate::bids::samples;
    use crate::requests::state::RequestState;
    use crate::types::ids::ExplanationId;

    fn person(n: u128, roles: &[Role]) -> ForceMember {
        ForceMember {
            by: Actor::system("test"),
            user: Uuid::from_u128(n).into(),
            name: "Sam".to_owned(),
            roles: roles.to_vec(),
            force: Uuid::from_u128(99).into(),
        }
    }

    fn evaluating() -> Request {
        let mut request = samples::request();
        request.state = RequestState::Evaluating;
        request
    }

    fn asked(state: ExplanationState) -> Explanation {
        Explanation {
            id: ExplanationId::mint(),
            request_id: Uuid::from_u128(8).into(),
            bid_id: Uuid::from_u128(9).into(),
            state,
            question: "How?".to_owned(),
            due_at: samples::noon() + TimeDelta::days(1),
            asked_by: Uuid::from_u128(1).into(),
            asked_at: samples::noon(),
            answer: String::new(),
            answered_by: None,
            answered_at: None,
            closed_by: None,
            closed_at: None,
            closing: String::new(),
        }
    }

    #[test]
    fn a_bidder_answers_until_the_time_has_passed_and_once() {
        let (it, request) = (asked(ExplanationState::Asked), evaluating());
        let early = it.due_at - TimeDelta::milliseconds(1);
        assert!(may_answer(&it, &request, early).is_ok());
        assert_eq!(may_answer(&it, &request, it.due_at).map(drop), Err(Refusal::TooLate));
        let answered = asked(ExplanationState::Answered);
        assert_eq!(may_answer(&answered, &request, early).map(drop), Err(Refusal::NotOpen));
        let mut over = evaluating();
        over.state = RequestState::Cancelled;
        assert_eq!(may_answer(&it, &over, early).map(drop), Err(Refusal::NotOpen));
    }

    #[test]
    fn a_bidder_was_heard_once_its_answer_is_accepted_or_it_let_the_time_pass() {
        let closed = |state, after: i64| {
            let it = asked(state);
            Explanation { closed_at: Some(it.due_at + TimeDelta::hours(after)), ..it }
        };
        for (it, heard) in [
            (asked(ExplanationState::Asked), false),
            (asked(ExplanationState::Answered), false),
            (closed(ExplanationState::Accepted, -5), true),
            (closed(ExplanationState::Rejected, -5), false),
            (closed(ExplanationState::Withdrawn, -1), false),
            (closed(ExplanationState::Withdrawn, 0), true),
        ] {
            assert_eq!(is_heard([&it]), heard, "{:?}", it.state);
        }
        assert!(!is_heard(None), "never asked");
    }

    #[test]
    fn another_than_the_asker_accepts_and_only_an_answer() {
        let (request, now) = (evaluating(), samples::noon());
        let judge = |n, roles: &[Role], state| {
            may_accept(&person(n, roles), &asked(state), &request, now).map(drop)
        };
        let answered = ExplanationState::Answered;
        assert_eq!(judge(2, &[Role::Approver], answered), Ok(()));
        assert_eq!(judge(1, &[Role::Approver], answered), Err(Refusal::SamePerson));
        assert_eq!(judge(2, &[Role::Requester], answered), Err(Refusal::NotAnApprover));
        assert_eq!(judge(2, &[Role::Approver], ExplanationState::Asked), Err(Refusal::NotOpen));
        let judge =
            |state| may_withdraw(&person(1, &[Role::Requester]), &asked(state), &request, now);
        assert!(judge(ExplanationState::Asked).is_ok());
        assert_eq!(judge(answered).map(drop), Err(Refusal::NotOpen));
    }
}
