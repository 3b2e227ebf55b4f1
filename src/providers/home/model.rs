//! What a provider's day is made of.

use diesel::prelude::*;

use crate::types::time::Moment;

/// A request a provider may bid on.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Opportunity {
    /// Its reference.
    pub reference: String,
    /// What it is called.
    pub title: String,
    /// The force that asks.
    pub force: String,
    /// The lot it is in.
    pub lot: String,
    /// When bidding closes.
    pub closes_at: Option<Moment>,
}

/// A bid of the provider's own on a request that is still open.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct OpenBid {
    /// Its reference.
    pub reference: String,
    /// The request's title.
    pub title: String,
    /// `draft` or `submitted`.
    pub state: String,
    /// When bidding closes.
    pub closes_at: Option<Moment>,
}
