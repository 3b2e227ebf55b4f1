//! Who may ask, until when, and what may be answered.

use super::model::Clarification;
use crate::error::Error;
use crate::requests::model::{Phase, Request, Route};
use crate::types::ids::ProviderId;
use crate::types::time::Moment;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The question deadline has come.
    #[error("The deadline for questions has passed.")]
    TooLate,
    /// A direct request to someone else.
    #[error("This request is to one named provider, so only that provider can ask about it.")]
    NotAsked,
    /// It has its answer.
    #[error("This question has been answered. The answer can be corrected while bids are taken.")]
    Answered,
    /// Bids were made without an answer.
    #[error(
        "Questions are answered only while the request takes bids: whoever made a bid did so without this answer."
    )]
    NoLonger,
    /// There is no answer to correct.
    #[error("This question has not been answered yet.")]
    NotAnswered,
    /// Bids were made on what it says.
    #[error(
        "Answers can be corrected only while the request takes bids: every bid after that was made on what they said."
    )]
    Closed,
    /// It says the same.
    #[error("This answer already says so.")]
    Same,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May a provider ask about a request now? Its standing is asked separately.
pub fn may_ask(request: &Request, provider: ProviderId, now: Moment) -> Result<(), Refusal> {
    if request.route == Some(Route::Direct) && request.direct_provider != Some(provider) {
        return Err(Refusal::NotAsked);
    }
    if request.takes_questions(now) { Ok(()) } else { Err(Refusal::TooLate) }
}

/// May questions about this request be answered?
pub fn may_answer_on(request: &Request, now: Moment) -> Result<(), Refusal> {
    if request.phase(now) == Phase::Open { Ok(()) } else { Err(Refusal::NoLonger) }
}

/// May this question be answered?
pub fn may_answer(request: &Request, it: &Clarification, now: Moment) -> Result<(), Refusal> {
    may_answer_on(request, now)?;
    if it.answer.is_none() { Ok(()) } else { Err(Refusal::Answered) }
}

/// May answers to questions about this request be corrected?
pub fn may_correct_on(request: &Request, now: Moment) -> Result<(), Refusal> {
    if request.phase(now) == Phase::Open { Ok(()) } else { Err(Refusal::Closed) }
}

/// May the answer to this question be corrected?
pub fn may_correct(request: &Request, it: &Clarification, now: Moment) -> Result<(), Refusal> {
    may_correct_on(request, now)?;
    if it.answer.is_some() { Ok(()) } else { Err(Refusal::NotAnswered) }
}

/// Is the question deadline over, so that an answer is owed to those who can
/// no longer ask again?
pub fn is_late(request: &Request, now: Moment) -> bool {
    request.phase(now) == Phase::Open && request.questions_close_at.is_some_and(|at| now >= at)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{Refusal, may_answer_on, may_ask, may_correct_on};
    use crate::requests::drafting::samples::whole;
    use crate::requests::model::Route;
    use crate::requests::state::RequestState;
    use crate::types::ids::ProviderId;

    #[test]
    fn questions_are_asked_until_their_deadline_and_answered_and_corrected_until_bids_close() {
        let mut request = whole().request;
        request.state = RequestState::Open;
        let (asked, closes) = (request.questions_close_at.unwrap(), request.closes_at.unwrap());
        let (who, just) = (ProviderId::mint(), TimeDelta::milliseconds(1));
        assert_eq!(may_ask(&request, who, asked - just), Ok(()));
        assert_eq!(may_ask(&request, who, asked), Err(Refusal::TooLate));
        assert_eq!(may_answer_on(&request, closes - just), Ok(()));
        assert_eq!(may_answer_on(&request, closes), Err(Refusal::NoLonger));
        assert_eq!(may_correct_on(&request, closes - just), Ok(()));
        assert_eq!(may_correct_on(&request, closes), Err(Refusal::Closed));
        request.route = Some(Route::Direct);
        assert_eq!(may_ask(&request, who, asked - just), Err(Refusal::NotAsked));
        request.direct_provider = Some(who);
        assert_eq!(may_ask(&request, who, asked - just), Ok(()));
    }
}
