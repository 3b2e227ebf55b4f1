//! What a provider sees first.

use askama::Template;
use chrono::NaiveDate;

use super::model::{OpenBid, Opportunity};
use crate::providers::expiry::model::Paper;
use crate::providers::model::Provider;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::page::Frame;

/// A provider's home.
#[derive(Template)]
#[template(path = "providers/home.html")]
pub struct HomePage {
    /// What surrounds it.
    pub frame: Frame,
    /// The company.
    pub provider: Provider,
    /// What keeps it from bidding, with what to do.
    pub bars: Vec<String>,
    /// How many things an application still lacks.
    pub missing: usize,
    /// The lots it is admitted to.
    pub lots: Vec<String>,
    /// Its bids on requests that are open.
    pub bids: Vec<OpenBid>,
    /// Requests it may bid on.
    pub opportunities: Vec<Opportunity>,
    /// Contracts that wait for its signature.
    pub to_sign: Vec<String>,
    /// What runs out soon.
    pub expiring: Vec<Paper>,
    /// Whether this person keeps the dossier and the specialists.
    pub may_mend: bool,
    /// The time now.
    pub now: Moment,
    /// The day now.
    pub today: NaiveDate,
}

impl HomePage {
    fn closes(&self, at: &Option<Moment>) -> String {
        at.map(uk_time::full).unwrap_or_default()
    }

    fn iso(&self, at: &Option<Moment>) -> String {
        at.map(uk_time::iso).unwrap_or_default()
    }

    fn left(&self, at: &Option<Moment>) -> String {
        at.map(|at| uk_time::closing(self.now, at)).unwrap_or_default()
    }

    fn gone(&self, it: &Paper) -> bool {
        it.expires_on < self.today
    }

    fn when(&self, it: &Paper) -> String {
        let verb = if self.gone(it) { "Expired on" } else { "Expires on" };
        format!("{verb} {}", uk_time::day(it.expires_on))
    }
}
