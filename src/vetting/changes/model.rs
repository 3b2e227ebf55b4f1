//! What is on the desk.

use crate::providers::changes::model::Listed;

/// A change that waits, and whose it is.
#[derive(Debug, Clone)]
pub struct OnDesk {
    /// The change.
    pub it: Listed,
    /// Whose, in addresses.
    pub slug: String,
    /// Whose.
    pub provider: String,
}
