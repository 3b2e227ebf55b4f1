//! What waits of one's own account.

use diesel::prelude::*;
use uuid::Uuid;

/// Somebody asked for a new password, with an address that need not be anyone's.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Forgotten {
    /// Its id.
    pub id: Uuid,
    /// The address as it was typed.
    pub email: String,
    /// The call it was asked in.
    pub call: String,
}
