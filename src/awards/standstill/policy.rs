//! Whether the end of a standstill is to be told. Pure.

use crate::awards::model::Award;
use crate::error::Error;
use crate::requests::model::Request;
use crate::requests::state::RequestState;
use crate::types::time::Moment;

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not over, on hold, or was told before.
    #[error("There is nothing to tell about this standstill.")]
    NothingDue,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// Is its end to be told now?
pub fn is_due(
    request: &Request,
    award: &Award,
    (told, held): (bool, bool),
    now: Moment,
) -> Result<(), Refusal> {
    let over = award.may_sign_from.is_some_and(|it| it <= now);
    let stands = request.state == RequestState::Standstill && award.is_approved();
    if stands && over && !told && !held { Ok(()) } else { Err(Refusal::NothingDue) }
}
