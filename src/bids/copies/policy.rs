//! Which copy fills which bid. Pure.

use crate::bids::canonical::CanonicalBid;
use crate::bids::model::BidInFull;
use crate::error::Error;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is some other file.
    #[error(
        "This is not a copy of a bid. Choose the file that you downloaded from the page “Check your answers”"
    )]
    NoCopy,
    /// It was changed, or half of it is missing.
    #[error(
        "This copy is damaged: it was changed after it was downloaded, or a part of it is missing. Nothing was filled in. Choose the file as you downloaded it"
    )]
    Damaged,
    /// It is another company's.
    #[error("This is the copy of another company’s bid, so it cannot fill yours")]
    NotYours,
    /// It answers another request.
    #[error(
        "This is the copy of a bid on {0}, and this bid is on {1}. Choose the copy of this bid"
    )]
    AnotherRequest(String, String),
    /// It is another bid.
    #[error("This is the copy of the bid {0}, and not of this one. Choose the copy of this bid")]
    AnotherBid(String),
    /// Nothing in it can be used.
    #[error("Nothing in this copy fits what the request asks for now, so nothing was filled in")]
    NothingFits,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

impl From<Refusal> for String {
    fn from(refusal: Refusal) -> Self {
        refusal.to_string()
    }
}

/// May this copy fill this bid?
pub fn may_fill(copy: &CanonicalBid, it: &BidInFull) -> Result<(), Refusal> {
    if copy.provider != it.bid.provider_id {
        return Err(Refusal::NotYours);
    }
    if copy.request != it.request.reference {
        let (its, asked) = (copy.request.clone(), it.request.reference.clone());
        return Err(Refusal::AnotherRequest(its, asked));
    }
    if copy.bid == it.bid.reference { Ok(()) } else { Err(Refusal::AnotherBid(copy.bid.clone())) }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, may_fill};
    use crate::bids::canonical::CanonicalBid;
    use crate::bids::samples;

    #[test]
    fn a_copy_fills_its_own_bid_only() {
        let it = samples::in_full();
        let copy = CanonicalBid::of(&it);
        assert_eq!(may_fill(&copy, &it), Ok(()));
        let other = CanonicalBid { bid: "BID-2026-OTHERS".to_owned(), ..copy.clone() };
        assert_eq!(may_fill(&other, &it), Err(Refusal::AnotherBid("BID-2026-OTHERS".to_owned())));
        let other = CanonicalBid { request: "REQ-2026-0002".to_owned(), ..copy.clone() };
        assert!(matches!(may_fill(&other, &it), Err(Refusal::AnotherRequest(..))));
        let theirs = samples::in_full();
        assert_eq!(may_fill(&copy, &theirs), Err(Refusal::NotYours));
    }
}
