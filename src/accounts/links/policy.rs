//! Which links still work.

use crate::error::Error;

/// A link is used up, replaced or too old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "This link does not work any more. A link works once, and only for the time its e-mail names. Go to the sign-in page to ask for a new one."
)]
pub struct Spent;

impl From<Spent> for Error {
    fn from(spent: Spent) -> Self {
        Self::Refused(spent.to_string())
    }
}
