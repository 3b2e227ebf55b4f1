//! What narrows the list. Nothing here is a mistake: what cannot be read
//! narrows nothing.

use serde::{Deserialize, Serialize};

use crate::bids::dashboard::model::Group;
use crate::requests::listing::model::{Due, Sort};
use crate::requests::model::Route;
use crate::types::ids::UserId;

/// The filter as it stands in the address.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Part of a title, of a force's name or of a reference.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// How the bids stand.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// A lot's code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lot: String,
    /// A route.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub route: String,
    /// A colleague who submitted them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub person: String,
    /// When bids close.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub due: String,
    /// In which order.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sort: String,
    /// Which page.
    #[serde(skip_serializing)]
    pub page: Option<String>,
}

impl Filter {
    /// What is looked for, in small letters; nothing if nothing is.
    pub fn words(&self) -> Option<String> {
        Some(self.q.trim().to_lowercase()).filter(|it| !it.is_empty())
    }

    /// How the bids stand, if that is asked.
    pub fn group(&self) -> Option<Group> {
        Group::parse(&self.state)
    }

    /// The lot, if that is asked.
    pub fn lot(&self) -> Option<&str> {
        Some(self.lot.as_str()).filter(|it| !it.is_empty())
    }

    /// The route, if that is asked.
    pub fn route(&self) -> Option<Route> {
        Route::parse(&self.route)
    }

    /// The colleague, if that is asked.
    pub fn person(&self) -> Option<UserId> {
        UserId::parse(&self.person)
    }

    /// When bids close, if that is asked.
    pub fn due(&self) -> Option<Due> {
        Due::parse(&self.due)
    }

    /// In which order; the newest first unless asked otherwise.
    pub fn sort(&self) -> Sort {
        Sort::parse(&self.sort).unwrap_or(Sort::Newest)
    }

    /// Whether the list is narrowed.
    pub fn narrows(&self) -> bool {
        self.words().is_some()
            || self.group().is_some()
            || self.lot().is_some()
            || self.route().is_some()
            || self.person().is_some()
            || self.due().is_some()
    }

    /// The filter as an address has it, after the `?`.
    pub fn kept(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }

    /// The address of a page of the same list, up to its number.
    pub fn path(&self) -> String {
        let kept = self.kept();
        let joint = if kept.is_empty() { "" } else { "&" };
        format!("/bids/list?{kept}{joint}page=")
    }
}
