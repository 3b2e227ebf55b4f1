//! Who may ask, until when, and what may be answered.

use crate::error::Error;
use crate::requests::model::{Request, Route};
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
    #[error("This question has been answered. Answers are public and do not change.")]
    Answered,
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
