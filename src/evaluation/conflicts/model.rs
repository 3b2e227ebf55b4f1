//! What somebody declares about a company that bid.

use crate::types::ids::{BidId, ProviderId};

/// A company that bid, with what one person has declared about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bidder {
    /// Its bid.
    pub bid: BidId,
    /// The company.
    pub provider: ProviderId,
    /// Its name.
    pub name: String,
    /// Whether they have a conflict of interest with it, once they said so.
    pub conflict: Option<bool>,
    /// The conflict, in their words.
    pub words: String,
}

impl Bidder {
    /// Whether it was declared to be a conflict, which stands.
    pub fn stands(&self) -> bool {
        self.conflict == Some(true)
    }
}

/// What somebody declares about one company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// The bid it made.
    pub bid: BidId,
    /// Whether they have a conflict of interest.
    pub conflict: bool,
    /// The conflict, in their words.
    pub words: String,
}
