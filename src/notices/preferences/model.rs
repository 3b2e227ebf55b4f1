//! What a person chose, and what a digest can be ended by.

use diesel::prelude::*;
use serde::Serialize;

use crate::outbox::preferences::{Kind, Pace};
use crate::types::ids::UserId;

/// How often a person wants mail of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Queryable)]
pub struct Preference {
    /// The kind.
    pub kind: Kind,
    /// How often.
    pub pace: Pace,
}

/// The digest that a token ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// Whose digest.
    pub user: UserId,
    /// Where it goes.
    pub email: String,
    /// What it carried.
    pub kinds: Vec<Kind>,
}
