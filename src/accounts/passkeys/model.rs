//! A passkey.

use diesel::prelude::*;
use serde_json::Value;

use crate::types::ids::{PasskeyId, UserId};
use crate::types::time::Moment;

/// A passkey.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = crate::schema::passkeys, check_for_backend(diesel::pg::Pg))]
pub struct StoredPasskey {
    /// What it is called in addresses.
    pub id: PasskeyId,
    /// Whose it is.
    pub user_id: UserId,
    /// What its owner calls it.
    pub name: String,
    /// Its public half.
    pub credential: Value,
    /// When it was added.
    pub made_at: Moment,
    /// When it was last used.
    pub last_used_at: Option<Moment>,
}
