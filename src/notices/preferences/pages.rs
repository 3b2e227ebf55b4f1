//! What people see of their choices.

use askama::Template;

use super::forms::{Chosen, PreferencesForm};
use super::model::Ending;
use crate::outbox::preferences::{Kind, Pace};
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// The choices.
#[derive(Template)]
#[template(path = "notices/preferences/choose.html")]
pub struct PreferencesPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The person's own home page.
    pub home: &'a str,
    /// What is chosen.
    pub form: &'a PreferencesForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// What is sent whatever is chosen.
    pub always: &'a [&'a str],
}

impl PreferencesPage<'_> {
    fn paces(&self, it: &Chosen) -> Vec<Choice> {
        let choice = |pace: &Pace| Choice::new(pace.word(), pace.label());
        it.kind.paces().iter().map(choice).collect()
    }

    fn hint(&self, it: &Chosen) -> &'static str {
        match it.kind {
            Kind::NewRequests => {
                "Urgent requests, and requests made to your company alone, are always sent at once"
            }
            Kind::SavedSearches => "You choose this for each search, under “Saved searches”",
            Kind::Expiry => {
                "We warn you 60, 28 and 7 days before, on the last day, and once it has passed. This cannot be switched off, because some of it keeps your company from bidding"
            }
        }
    }
}

/// Ending a digest: before, with a button, and after.
#[derive(Template)]
#[template(path = "notices/preferences/unsubscribe.html")]
pub struct UnsubscribePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The digest.
    pub ending: &'a Ending,
    /// Where the button leads.
    pub here: String,
    /// Whether it is ended.
    pub done: bool,
}

impl UnsubscribePage<'_> {
    fn follows(&self) -> Vec<String> {
        let said = |kind: &Kind| match kind.without_digest() {
            Pace::Off => format!("{}: no more e-mail", kind.label()),
            _ => format!("{}: one e-mail for each, because these must be told", kind.label()),
        };
        self.ending.kinds.iter().map(said).collect()
    }
}
