//! A request that a person watches.

use diesel::prelude::*;

use crate::requests::model::Phase;
use crate::requests::state::RequestState;
use crate::types::time::Moment;
use crate::types::uk_time;

/// One line of what a person watches.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Watched {
    /// Its number.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Where it stands in the database.
    pub state: RequestState,
    /// When bids close.
    pub closes_at: Option<Moment>,
    /// Its force.
    pub force: String,
}

impl Watched {
    /// Where it stands at a moment.
    pub fn phase(&self, now: &Moment) -> Phase {
        Phase::of(self.state, self.closes_at, *now)
    }

    /// When bids close, in full.
    pub fn closes_words(&self) -> String {
        self.closes_at.map(uk_time::full).unwrap_or_default()
    }

    /// When bids close, for machines.
    pub fn closes_iso(&self) -> String {
        self.closes_at.map(uk_time::iso).unwrap_or_default()
    }

    /// How far off that is.
    pub fn closes_left(&self, now: &Moment) -> String {
        self.closes_at.map(|at| uk_time::closing(*now, at)).unwrap_or_default()
    }
}

/// How a person stands to watching a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watching {
    /// It is not theirs to watch, or there is nothing more to hear.
    Aside,
    /// They may.
    May,
    /// They do.
    Does,
}
