//! Which passkeys are taken.

use crate::error::Error;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What the browser sent does not fit what it was asked.
    #[error(
        "The passkey could not be used. It may be for another address or have been asked for too long ago: try again."
    )]
    NotThisPasskey,
    /// That passkey is somebody's already.
    #[error("This passkey is in use already.")]
    PasskeyTaken,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}
