//! A published request as it stands in a list.

use diesel::prelude::*;

use crate::requests::model::{Phase, Route};
use crate::requests::state::RequestState;
use crate::types::money::Money;
use crate::types::time::Moment;
use crate::types::uk_time;

/// One line of the public list.
#[derive(Debug, Clone, Queryable)]
pub struct Opportunity {
    /// Its number.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// Where it stands in the database.
    pub state: RequestState,
    /// Who may bid.
    pub route: Option<Route>,
    /// When bids close.
    pub closes_at: Option<Moment>,
    /// When it was published.
    pub published_at: Option<Moment>,
    /// The budget, to be shown only if the force shows it.
    budget: Option<Money>,
    budget_shown: bool,
    /// Its force.
    pub force: String,
    /// Its lot.
    pub lot: Option<String>,
    /// Its region.
    pub region: Option<String>,
}

impl Opportunity {
    /// Where it stands at a moment.
    pub fn phase(&self, now: &Moment) -> Phase {
        match self.state {
            RequestState::Open if self.closes_at.is_none_or(|at| *now < at) => Phase::Open,
            RequestState::Open => Phase::Closed,
            other => Phase::parse(other.word()).unwrap_or(Phase::Closed),
        }
    }

    /// The budget, if the force shows it.
    pub fn budget_words(&self) -> String {
        let shown = self.budget.filter(|_| self.budget_shown);
        shown.map(|it| format!("Up to {it:#}")).unwrap_or_default()
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

    /// When it was published, in words.
    pub fn published_on(&self) -> String {
        self.published_at.map(uk_time::date).unwrap_or_default()
    }

    /// Its lot, or nothing.
    pub fn lot_name(&self) -> &str {
        self.lot.as_deref().unwrap_or_default()
    }

    /// Its region, or nothing.
    pub fn region_name(&self) -> &str {
        self.region.as_deref().unwrap_or_default()
    }

    /// Whether it is a live incident.
    pub fn is_urgent(&self) -> bool {
        self.route == Some(Route::Urgent)
    }
}
