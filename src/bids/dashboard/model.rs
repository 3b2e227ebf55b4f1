//! What is known of a bid in the list.

use crate::bids::model::OwnListed;

text_enum! {
    /// What bids have in common, in the order of the page.
    pub enum Group {
        /// The request was amended since they were submitted.
        Confirm = "confirm", "To confirm again";
        /// Being written.
        Drafts = "drafts", "Drafts to finish";
        /// Submitted, while the request is open.
        Submitted = "submitted", "Submitted";
        /// Past the deadline, not yet decided.
        WithForce = "with_force", "With the force";
        /// Decided, or ended without a decision.
        Outcomes = "outcomes", "Outcomes";
        /// Not submitted, or not confirmed, in time.
        NotSubmitted = "not_submitted", "Not submitted";
    }
}

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
