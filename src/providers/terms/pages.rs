//! What a provider sees of the framework's terms.

use askama::Template;
use chrono::NaiveDate;

use super::model::Acceptance;
use crate::framework::terms::model::Version;
use crate::types::uk_time;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// The terms to read and to accept.
#[derive(Template)]
#[template(path = "providers/terms.html")]
pub struct TermsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The version in force, those that will be, and what the company accepted
    /// before; the last first.
    pub versions: Vec<Version>,
    /// The number of the one in force.
    pub in_force: i32,
    /// What the company accepted.
    pub accepted: Vec<Acceptance>,
    /// Whether the reader may accept for the company.
    pub may: bool,
    /// What is wrong with the form.
    pub mistakes: Mistakes,
    /// The day it is.
    pub today: NaiveDate,
}

impl TermsPage {
    fn since(&self, it: &Version) -> String {
        uk_time::day(it.from)
    }

    fn to_come(&self, it: &Version) -> bool {
        it.from > self.today
    }

    fn is_replaced(&self, it: &Version) -> bool {
        it.number < self.in_force
    }

    fn acceptance(&self, it: &Version) -> Option<String> {
        let found = self.accepted.iter().find(|one| one.version == it.number)?;
        let when = uk_time::date(found.at);
        Some(match &found.by {
            Some(by) => format!("{by} accepted it for your company on {when}."),
            None => format!("Your company accepted it when it was admitted, on {when}."),
        })
    }
}
