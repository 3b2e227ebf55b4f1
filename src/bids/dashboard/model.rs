//! What is known of a bid in the list.

use crate::bids::model::OwnListed;

/// A bid in the list, with what may need somebody.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The bid, its request and the force.
    pub it: OwnListed,
    /// Whether a virus was found in a file of it.
    pub held_back: bool,
    /// What was wrong with it when it was opened, if anything was.
    pub damage: String,
    /// What keeps the company from bidding on its request.
    pub bars: Vec<String>,
}
