//! What an ending without an award is.

use diesel::prelude::*;

use super::state::EndingState;
use crate::schema;
use crate::types::ids::{EndingId, RequestId, UserId};
use crate::types::time::Moment;

/// The ending of a request without an award, and what came of it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::request_endings, check_for_backend(diesel::pg::Pg))]
pub struct Ending {
    /// Its id.
    pub id: EndingId,
    /// The request.
    pub request_id: RequestId,
    /// Where it stands.
    pub state: EndingState,
    /// Why; public once it is made.
    pub reason: String,
    /// Who asks for it.
    pub proposed_by: UserId,
    /// When.
    pub proposed_at: Moment,
    /// Who decided on it.
    pub decided_by: Option<UserId>,
    /// When.
    pub decided_at: Option<Moment>,
    /// Why it was refused.
    pub decision: String,
}

impl Ending {
    /// Whether it waits for a second person.
    pub fn waits(&self) -> bool {
        self.state == EndingState::Proposed
    }
}
