//! Which requests can be watched.

use crate::error::Error;
use crate::requests::model::Request;
use crate::requests::state::RequestState;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing more will happen to it.
    #[error("This request has ended, so there is nothing more to tell you of it.")]
    Ended,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May a published request be watched? Only while something may become of it.
pub fn may_watch(request: &Request) -> Result<(), Refusal> {
    match request.state {
        RequestState::Contracted | RequestState::Cancelled | RequestState::NoAward => {
            Err(Refusal::Ended)
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, may_watch};
    use crate::requests::drafting::samples::whole;
    use crate::requests::state::RequestState;

    #[test]
    fn what_has_ended_is_not_watched() {
        let mut request = whole().request;
        for (state, may) in [
            (RequestState::Open, Ok(())),
            (RequestState::Evaluating, Ok(())),
            (RequestState::Standstill, Ok(())),
            (RequestState::Contracted, Err(Refusal::Ended)),
            (RequestState::Cancelled, Err(Refusal::Ended)),
            (RequestState::NoAward, Err(Refusal::Ended)),
        ] {
            request.state = state;
            assert_eq!(may_watch(&request), may, "{state:?}");
        }
    }
}
