//! When a mail may be tried again.

use crate::error::Error;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It has arrived, or will be tried without being asked.
    #[error(
        "This mail was sent in the meantime, or is waiting for its turn already. There is nothing to try again."
    )]
    NotStuck,
    /// Everything has arrived, or waits for its first try.
    #[error("No mail has failed. There is nothing to try again.")]
    NoneStuck,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}
