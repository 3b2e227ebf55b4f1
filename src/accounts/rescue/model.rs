//! What waits for a second administrator.

use diesel::prelude::*;

use crate::types::ids::{FactorResetId, UserId};
use crate::types::time::Moment;

/// A second factor that somebody asked to have reset.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct FactorReset {
    /// Its id.
    pub id: FactorResetId,
    /// Whose.
    pub user_id: UserId,
    /// Why, and how it was made sure who asks.
    pub reason: String,
    /// Who of the operator's people put it forward.
    pub asked_by: UserId,
    /// When.
    pub asked_at: Moment,
}
