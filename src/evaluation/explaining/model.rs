//! What a bidder is asked about a low price.

use diesel::prelude::*;

use super::state::ExplanationState;
use crate::schema;
use crate::types::ids::{BidId, ExplanationId, RequestId, UserId};
use crate::types::time::Moment;
use crate::types::uk_time;

/// A question about a low price, with its answer and what came of it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::price_explanations, check_for_backend(diesel::pg::Pg))]
pub struct Explanation {
    /// Its id.
    pub id: ExplanationId,
    /// The request.
    pub request_id: RequestId,
    /// The bid.
    pub bid_id: BidId,
    /// Where it stands.
    pub state: ExplanationState,
    /// What is asked.
    pub question: String,
    /// Until when it can be answered.
    pub due_at: Moment,
    /// Who asked.
    pub asked_by: UserId,
    /// When.
    pub asked_at: Moment,
    /// What the bidder says.
    pub answer: String,
    /// Who answered.
    pub answered_by: Option<UserId>,
    /// When.
    pub answered_at: Option<Moment>,
    /// Who decided on it.
    pub closed_by: Option<UserId>,
    /// When.
    pub closed_at: Option<Moment>,
    /// Why so.
    pub closing: String,
}

impl Explanation {
    /// Whether it still holds up a decision.
    pub fn is_open(&self) -> bool {
        matches!(self.state, ExplanationState::Asked | ExplanationState::Answered)
    }

    /// Whether the bidder has answered, or has let the time pass.
    pub fn has_had_its_say(&self, now: Moment) -> bool {
        match self.state {
            ExplanationState::Asked => now >= self.due_at,
            ExplanationState::Withdrawn => false,
            _ => true,
        }
    }

    /// Until when it can be answered, in words.
    pub fn due(&self) -> String {
        uk_time::full(self.due_at)
    }

    /// The same for a machine.
    pub fn due_iso(&self) -> String {
        uk_time::iso(self.due_at)
    }
}
