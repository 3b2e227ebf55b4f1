//! Which bids may be deleted. Pure.

use crate::bids::model::OwnBid;
use crate::bids::state::BidState;
use crate::error::Error;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is with the force, or was.
    #[error(
        "Only a draft can be deleted, and this bid is submitted. Until the deadline you can withdraw it."
    )]
    Submitted,
    /// It has a receipt.
    #[error(
        "This bid was submitted before and withdrawn, so it stays with its receipt and its history. If your company does not want to bid, there is nothing you need to do: an empty draft does not count."
    )]
    WasSubmitted,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May this bid be deleted? Only what was never submitted, and so never given
/// a receipt; after the deadline too, when it is no use to anyone.
pub fn may_delete(bid: &OwnBid, received: bool) -> Result<(), Refusal> {
    match (bid.state, received) {
        (BidState::Draft, false) => Ok(()),
        (BidState::Draft, true) => Err(Refusal::WasSubmitted),
        _ => Err(Refusal::Submitted),
    }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, may_delete};
    use crate::bids::samples;
    use crate::bids::state::BidState;

    #[test]
    fn only_a_draft_that_was_never_submitted_is_deleted() {
        for (state, received, may) in [
            (BidState::Draft, false, Ok(())),
            (BidState::Draft, true, Err(Refusal::WasSubmitted)),
            (BidState::Submitted, true, Err(Refusal::Submitted)),
            (BidState::NeedsReconfirm, true, Err(Refusal::Submitted)),
            (BidState::Opened, false, Err(Refusal::Submitted)),
            (BidState::Unsuccessful, true, Err(Refusal::Submitted)),
        ] {
            assert_eq!(may_delete(&samples::bid(state), received), may, "{state:?} {received}");
        }
    }
}
