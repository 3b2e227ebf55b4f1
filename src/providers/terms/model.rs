//! What an acceptance is.

use diesel::prelude::*;

use crate::types::time::Moment;

/// A version of the terms that a provider accepted.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Acceptance {
    /// The version.
    pub version: i32,
    /// Who accepted it, if it was accepted here.
    pub by: Option<String>,
    /// When.
    pub at: Moment,
}
