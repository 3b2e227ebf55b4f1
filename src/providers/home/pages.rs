//! What a provider sees first.

use askama::Template;
use chrono::NaiveDate;

use super::model::{OpenBid, Opportunity, ToExplain, ToSign};
use crate::accounts::colleagues::policy::whom_to_ask;
use crate::notices::model::OwnNotice;
use crate::providers::expiry::model::Paper;
use crate::providers::model::Provider;
use crate::providers::policy::Refusal;
use crate::requests::model::Phase;
use crate::requests::watching::model::Watched;
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
    /// What keeps it from bidding.
    pub bars: Vec<Refusal>,
    /// Whether that is only that it has not accepted the terms.
    pub terms_alone: bool,
    /// How many things an application still lacks.
    pub missing: usize,
    /// The lots it is admitted to.
    pub lots: Vec<String>,
    /// Its bids on requests that are open.
    pub bids: Vec<OpenBid>,
    /// Requests that this person watches.
    pub watched: Vec<Watched>,
    /// Requests it may bid on.
    pub opportunities: Vec<Opportunity>,
    /// Contracts that wait for its signature.
    pub to_sign: Vec<ToSign>,
    /// Prices that it is asked to explain.
    pub to_explain: Vec<ToExplain>,
    /// What this person has not read about the outcomes of bids.
    pub unread: Vec<OwnNotice>,
    /// What runs out soon.
    pub expiring: Vec<Paper>,
    /// Whether this person keeps the dossier and the specialists.
    pub may_mend: bool,
    /// The names of those who do.
    pub admins: Vec<String>,
    /// The time now.
    pub now: Moment,
    /// The day now.
    pub today: NaiveDate,
}

impl HomePage {
    fn barred(&self) -> &'static str {
        match self.terms_alone {
            true => "Your company must accept the framework’s terms before it can bid",
            false => "Your company cannot bid at the moment",
        }
    }

    fn nothing(&self) -> &'static str {
        match self.bids.is_empty() {
            true => "Nothing open in your lots",
            false => "Nothing else open in your lots",
        }
    }

    fn ask(&self) -> String {
        whom_to_ask(&self.admins)
    }

    fn closes(&self, at: &Option<Moment>) -> String {
        at.map(uk_time::full).unwrap_or_default()
    }

    fn iso(&self, at: &Option<Moment>) -> String {
        at.map(uk_time::iso).unwrap_or_default()
    }

    fn left(&self, at: &Option<Moment>) -> String {
        at.map(|at| uk_time::closing(self.now, at)).unwrap_or_default()
    }

    fn day(&self, at: &Moment) -> String {
        uk_time::date(*at)
    }

    fn gone(&self, it: &Paper) -> bool {
        it.expires_on < self.today
    }

    fn when(&self, it: &Paper) -> String {
        let verb = if self.gone(it) { "Expired on" } else { "Expires on" };
        format!("{verb} {}", uk_time::day(it.expires_on))
    }
}
