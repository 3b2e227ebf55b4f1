//! What the operator sees of the framework as a whole.

use askama::Template;

use super::model::Framework;
use crate::audit::change::Told;
use crate::types::money::percent;
use crate::types::uk_time;
use crate::web::page::Frame;

/// The framework at a glance.
#[derive(Template)]
#[template(path = "framework/overview.html")]
pub struct OverviewPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The framework as it stands today.
    pub framework: Framework,
    /// How many lots there are, and how many of them take new requests.
    pub lots: (usize, usize),
    /// How many award criteria there are.
    pub criteria: usize,
    /// How many lots have at least one highest day rate.
    pub capped: usize,
    /// How many forces there are today.
    pub forces: usize,
    /// The last year with all its bank holidays.
    pub calendar: String,
    /// What needs doing.
    pub warnings: Vec<String>,
    /// What happened last.
    pub events: Vec<Told>,
}

impl OverviewPage {
    fn fee(&self) -> String {
        percent(self.framework.fee_basis_points)
    }

    fn term(&self) -> String {
        let it = &self.framework;
        format!("{} to {}", uk_time::day(it.starts_on), uk_time::day(it.ends_on))
    }
}

/// Everything that was changed.
#[derive(Template)]
#[template(path = "framework/history_page.html")]
pub struct HistoryPage {
    /// What surrounds it.
    pub frame: Frame,
    /// What happened, newest first.
    pub events: Vec<Told>,
}
