//! What a withdrawal is.

use diesel::prelude::*;

use super::state::WithdrawalState;
use crate::schema;
use crate::types::ids::{AwardId, RequestId, UserId, WithdrawalId};
use crate::types::time::Moment;

/// The withdrawal of an approved award, and what came of it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::award_withdrawals, check_for_backend(diesel::pg::Pg))]
pub struct Withdrawal {
    /// Its id.
    pub id: WithdrawalId,
    /// The request.
    pub request_id: RequestId,
    /// The award.
    pub award_id: AwardId,
    /// Where it stands.
    pub state: WithdrawalState,
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

impl Withdrawal {
    /// Whether it waits for a second person.
    pub fn waits(&self) -> bool {
        self.state == WithdrawalState::Proposed
    }
}
