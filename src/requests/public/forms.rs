//! What people look for in the list. Nothing here is a mistake: what cannot
//! be read is left out.

use serde::{Deserialize, Serialize};

text_enum! {
    /// Which requests to list.
    pub enum Status {
        /// Taking bids.
        Open = "open", "Open for bids";
        /// Past the deadline, not yet decided.
        Closed = "closed", "Closed, being evaluated";
        /// Awarded.
        Awarded = "awarded", "Awarded";
        /// Cancelled, or without an award.
        Ended = "ended", "Cancelled or not awarded";
        /// Every one.
        All = "all", "All";
    }
}

text_enum! {
    /// In which order.
    pub enum Sort {
        /// The newest first.
        Newest = "newest", "Newest first";
        /// The nearest deadline first.
        Closing = "closing", "Closing soonest";
    }
}

/// The filters as they stand in the address.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Words to look for.
    pub q: String,
    /// A lot's code.
    pub lot: String,
    /// A region's code.
    pub region: String,
    /// A force's name in addresses.
    pub force: String,
    /// A route.
    pub route: String,
    /// Which requests.
    pub status: String,
    /// In which order.
    pub sort: String,
    /// Which page.
    #[serde(skip_serializing)]
    pub page: Option<String>,
}

impl Search {
    /// Which requests to list; the open ones unless asked otherwise.
    pub fn status(&self) -> Status {
        Status::parse(&self.status).unwrap_or(Status::Open)
    }

    /// In which order; the newest first unless asked otherwise.
    pub fn sort(&self) -> Sort {
        Sort::parse(&self.sort).unwrap_or(Sort::Newest)
    }

    /// What is looked for, if anything.
    pub fn words(&self) -> Option<&str> {
        Some(self.q.trim()).filter(|it| !it.is_empty())
    }

    /// Whether the list is narrowed beyond the usual.
    pub fn narrows(&self) -> bool {
        let codes = [&self.lot, &self.region, &self.force, &self.route];
        self.words().is_some() || codes.iter().any(|it| !it.is_empty())
    }

    /// The address of a page of the same list, up to its number.
    pub fn path(&self) -> String {
        format!("/opportunities?{}&page=", self.kept())
    }

    /// What is asked for, as an address says it.
    pub fn kept(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Search, Sort, Status};

    #[test]
    fn odd_filters_are_left_out() {
        let search =
            Search { status: "x".into(), sort: "y".into(), q: "  ".into(), ..Search::default() };
        assert_eq!(
            (search.status(), search.sort(), search.words()),
            (Status::Open, Sort::Newest, None)
        );
        assert!(!search.narrows());
        let search = Search { q: "phones & tablets".into(), ..search };
        assert!(search.path().starts_with("/opportunities?q=phones+%26+tablets&lot=&"));
    }
}
