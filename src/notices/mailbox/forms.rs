//! What the operator looks for in the mail. Nothing here is a mistake: what
//! cannot be read is left out.

use serde::{Deserialize, Serialize};

use super::model::Delivery;

/// The most mails that a file holds: the newest.
pub const MOST_KEPT: i64 = 10_000;

/// The filters as they stand in the address.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Search {
    /// How far it has come.
    pub state: String,
    /// Part of where it goes.
    pub q: String,
    /// Which page.
    #[serde(skip_serializing)]
    pub page: Option<String>,
}

impl Search {
    /// How far it has come, if that is asked.
    pub fn delivery(&self) -> Option<Delivery> {
        Delivery::parse(&self.state)
    }

    /// Part of where it goes, or nothing.
    pub fn address(&self) -> &str {
        self.q.trim()
    }

    /// The same search for mail that has come so far; all of it without.
    pub fn for_state(&self, state: &str) -> String {
        let other = Self { state: state.to_owned(), ..self.clone() };
        format!("/operator/mail?{}", serde_urlencoded::to_string(&other).unwrap_or_default())
    }

    /// The search as an address has it, after the `?`.
    pub fn kept(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }

    /// The address of a page of the same list, up to its number.
    pub fn path(&self) -> String {
        format!("{}&page=", self.for_state(self.delivery().map_or("", Delivery::word)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Delivery, Search};

    #[test]
    fn a_search_is_kept_from_page_to_page_and_from_state_to_state() {
        let search =
            Search { state: "failing".into(), q: " a+b@kestrel ".into(), page: Some("3".into()) };
        assert_eq!(search.delivery(), Some(Delivery::Failing));
        assert_eq!(search.address(), "a+b@kestrel");
        assert_eq!(search.path(), "/operator/mail?state=failing&q=+a%2Bb%40kestrel+&page=");
        assert_eq!(search.for_state("sent"), "/operator/mail?state=sent&q=+a%2Bb%40kestrel+");
        let odd = Search { state: "lost".into(), ..Search::default() };
        assert_eq!((odd.delivery(), odd.path().as_str()), (None, "/operator/mail?state=&q=&page="));
    }
}
