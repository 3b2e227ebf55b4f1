//! Which version of the terms may be accepted. Pure.

use crate::error::Error;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not the version to accept.
    #[error(
        "This is not the version of the terms to accept now. Load the page again to read the right one."
    )]
    OtherVersion,
    /// The tick is missing.
    #[error("Tick the box to accept the terms for your company")]
    NotTicked,
    /// There is nothing to make a contract under.
    #[error(
        "The provider has not accepted any version of the framework’s terms that is in force, so no contract can be drawn up. Ask it to accept them."
    )]
    NeverAccepted,
    /// It was done.
    #[error("Your company has already accepted this version.")]
    AlreadyAccepted,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May this version be accepted? The one in force, or a later one that has
/// been published already; once.
pub fn may_accept(version: i32, in_force: i32, last: i32, accepted: &[i32]) -> Result<(), Refusal> {
    if accepted.contains(&version) {
        return Err(Refusal::AlreadyAccepted);
    }
    if (in_force..=last).contains(&version) { Ok(()) } else { Err(Refusal::OtherVersion) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_force_or_to_come_is_accepted_once() {
        for (version, accepted, verdict) in [
            (2, &[1][..], Ok(())),
            (3, &[1], Ok(())),
            (1, &[], Err(Refusal::OtherVersion)),
            (4, &[], Err(Refusal::OtherVersion)),
            (2, &[1, 2], Err(Refusal::AlreadyAccepted)),
        ] {
            assert_eq!(may_accept(version, 2, 3, accepted), verdict, "{version} {accepted:?}");
        }
    }
}
