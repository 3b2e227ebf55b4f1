//! The day by which bids are to be scored.

use diesel::prelude::*;

use crate::schema;
use crate::types::ids::UserId;
use crate::types::time::Moment;

/// By when a panel is asked to have scored every bid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::scoring_deadlines, check_for_backend(diesel::pg::Pg))]
pub struct Due {
    /// The moment.
    pub due_at: Moment,
    /// Who set it; nobody if it was reckoned at the opening.
    pub set_by: Option<UserId>,
}
