//! What narrows the list. Nothing here is a mistake: what cannot be read
//! narrows nothing.

use serde::{Deserialize, Serialize};

use super::model::{Due, Sort};
use crate::requests::model::{Phase, Route};
use crate::types::ids::UserId;

/// The filter as it stands in the address.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Part of a title or a reference.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Where the requests stand.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// A lot's code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lot: String,
    /// A route.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub route: String,
    /// A colleague who began or submitted them.
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
    /// What is looked for, if anything is.
    pub fn words(&self) -> Option<&str> {
        Some(self.q.trim()).filter(|it| !it.is_empty())
    }

    /// Where the requests stand, if that is asked.
    pub fn phase(&self) -> Option<Phase> {
        Phase::parse(&self.state)
    }

    /// The route, if that is asked.
    pub fn route(&self) -> Option<Route> {
        Route::parse(&self.route)
    }

    /// The lot, if that is asked.
    pub fn lot(&self) -> Option<&str> {
        Some(self.lot.as_str()).filter(|it| !it.is_empty())
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
            || self.phase().is_some()
            || self.route().is_some()
            || self.lot().is_some()
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
        format!("/requests/list?{kept}{joint}page=")
    }
}

#[cfg(test)]
mod tests {
    use super::{Due, Filter, Phase, Route, Sort};

    #[test]
    fn odd_filters_are_left_out_and_the_next_page_keeps_the_others() {
        let odd = Filter {
            state: "sealed".into(),
            route: "none".into(),
            person: "Rosa".into(),
            due: "soon".into(),
            sort: "best".into(),
            ..Filter::default()
        };
        assert!(!odd.narrows());
        assert_eq!(odd.sort(), Sort::Newest);
        assert_eq!(Filter::default().path(), "/requests/list?page=");
        let filter = Filter {
            q: " phones & tablets ".into(),
            state: "closed".into(),
            route: "urgent".into(),
            due: "past".into(),
            page: Some("3".into()),
            ..Filter::default()
        };
        assert_eq!(filter.words(), Some("phones & tablets"));
        assert_eq!((filter.phase(), filter.route()), (Some(Phase::Closed), Some(Route::Urgent)));
        assert_eq!(filter.due(), Some(Due::Past));
        let next = "/requests/list?q=+phones+%26+tablets+&state=closed&route=urgent&due=past&page=";
        assert_eq!(filter.path(), next);
    }
}
