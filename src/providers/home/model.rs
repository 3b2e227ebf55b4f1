//! What a provider's day is made of.

use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamptz};

use crate::types::time::Moment;
use crate::types::uk_time;

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

/// A contract, or a variation of one, that waits for the provider's signature.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ToSign {
    /// Its reference.
    #[diesel(sql_type = Text)]
    pub reference: String,
    /// What the work is called.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// When it was offered.
    #[diesel(sql_type = Timestamptz)]
    pub since: Moment,
}

/// A price that a force asks the provider to explain.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ToExplain {
    /// The bid's reference.
    #[diesel(sql_type = Text)]
    pub reference: String,
    /// The request's title.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// Until when it can be answered.
    #[diesel(sql_type = Timestamptz)]
    pub due_at: Moment,
}

impl ToExplain {
    /// Until when it can be answered, in words.
    pub fn due(&self) -> String {
        uk_time::full(self.due_at)
    }

    /// The same for a machine.
    pub fn due_iso(&self) -> String {
        uk_time::iso(self.due_at)
    }
}
