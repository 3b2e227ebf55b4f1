//! What people look for in the list. A word that none of the choices has finds
//! nothing, and is said: it never means another.

use serde::{Deserialize, Serialize};

use crate::requests::model::Route;
use crate::web::paging::{PER_PAGE, Paging};

/// Counting stops here, and so does the list: beyond it, people narrow it.
pub const MOST_COUNTED: i64 = 1_000;

/// The longest text that is looked for, in characters.
const LONGEST: usize = 300;

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
        /// What says most of what is looked for.
        Best = "best", "Best match first";
        /// The newest first.
        Newest = "newest", "Newest first";
        /// The nearest deadline first.
        Closing = "closing", "Closing soonest";
    }
}

text_enum! {
    /// What a list can be narrowed by.
    pub enum Facet {
        /// Words or a reference.
        Words = "q", "words";
        /// The lot.
        Lot = "lot", "lot";
        /// A specialism.
        Specialism = "specialism", "specialism";
        /// The region.
        Region = "region", "region";
        /// The force.
        Force = "force", "force";
        /// The route.
        Route = "route", "route";
        /// Where it stands.
        Status = "status", "status";
    }
}

/// A word in an address that none of the choices has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What it was to choose.
    pub what: &'static str,
    /// The word, no longer than is of use.
    pub word: String,
}

impl Unknown {
    /// A word that chooses nothing.
    pub fn new(what: &'static str, word: &str) -> Self {
        Self { what, word: word.chars().take(60).collect() }
    }
}

/// What the order of the list is called.
const ORDER: &str = "order";

/// The filters as they stand in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Words to look for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// A lot's code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lot: String,
    /// A specialism's code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub specialism: String,
    /// A region's code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// A force's name in addresses.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub force: String,
    /// A route.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub route: String,
    /// Which requests.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// In which order.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sort: String,
    /// Which page.
    #[serde(skip_serializing)]
    pub page: Option<String>,
}

impl Search {
    /// A search that was written as an address has it, after the `?`.
    pub fn read(kept: &str) -> Self {
        serde_urlencoded::from_str(kept).unwrap_or_default()
    }

    /// Which requests to list; the open ones unless asked otherwise.
    pub fn status(&self) -> Status {
        Status::parse(&self.status).unwrap_or(Status::Open)
    }

    /// In which order. Unless asked otherwise, what says most of the words, and
    /// without words the newest first.
    pub fn sort(&self) -> Sort {
        match (Sort::parse(&self.sort), self.words()) {
            (Some(Sort::Best) | None, None) => Sort::Newest,
            (Some(Sort::Best) | None, Some(_)) => Sort::Best,
            (Some(other), _) => other,
        }
    }

    /// What is looked for, if anything, no longer than is of use.
    pub fn words(&self) -> Option<&str> {
        let end = self.q.char_indices().nth(LONGEST).map_or(self.q.len(), |it| it.0);
        self.q.get(..end).map(str::trim).filter(|it| !it.is_empty())
    }

    /// What is looked for, if it is the reference of a request.
    pub fn reference(&self) -> Option<&str> {
        let typed = self.words()?;
        let rest = typed.get(..4).filter(|it| it.eq_ignore_ascii_case("REQ-")).and(typed.get(4..));
        let (year, number) = rest?.split_once('-')?;
        let plain = |part: &str, kind: fn(&char) -> bool| {
            !part.is_empty() && part.chars().all(|it| kind(&it))
        };
        (plain(year, char::is_ascii_digit) && plain(number, char::is_ascii_alphanumeric))
            .then_some(typed)
    }

    /// The route, if there is such a one.
    pub fn route(&self) -> Option<Route> {
        Route::parse(&self.route)
    }

    /// Which page: never beyond the end of what is counted.
    pub fn page(&self) -> i64 {
        Paging::asked(self.page.as_deref()).min(MOST_COUNTED / PER_PAGE)
    }

    /// The words that none of the listed choices has. Those of what is kept in
    /// the database are looked up there.
    pub fn unlisted(&self) -> Vec<Unknown> {
        let odd = |typed: &str, known: bool| !typed.is_empty() && !known;
        let mut found = Vec::new();
        if odd(&self.route, Route::parse(&self.route).is_some()) {
            found.push(Unknown::new(Facet::Route.label(), &self.route));
        }
        if odd(&self.status, Status::parse(&self.status).is_some()) {
            found.push(Unknown::new(Facet::Status.label(), &self.status));
        }
        if odd(&self.sort, Sort::parse(&self.sort).is_some()) {
            found.push(Unknown::new(ORDER, &self.sort));
        }
        found
    }

    /// The same search without what is not known, from its first page.
    pub fn known(&self, unknown: &[Unknown]) -> Self {
        let is_odd = |what: &str| unknown.iter().any(|it| it.what == what);
        let kept = |facet: Facet, word: &String| {
            if is_odd(facet.label()) { String::new() } else { word.clone() }
        };
        Self {
            q: self.q.clone(),
            lot: kept(Facet::Lot, &self.lot),
            specialism: kept(Facet::Specialism, &self.specialism),
            region: kept(Facet::Region, &self.region),
            force: kept(Facet::Force, &self.force),
            route: kept(Facet::Route, &self.route),
            status: kept(Facet::Status, &self.status),
            sort: if is_odd(ORDER) { String::new() } else { self.sort.clone() },
            page: None,
        }
    }

    /// What is counted beside the filters, whatever the order and the page.
    pub fn counted(&self) -> String {
        Self { sort: String::new(), page: None, ..self.clone() }.kept()
    }

    /// Whether the list is narrowed by this.
    pub fn asks(&self, facet: Facet) -> bool {
        match facet {
            Facet::Words => self.words().is_some(),
            Facet::Lot => !self.lot.is_empty(),
            Facet::Specialism => !self.specialism.is_empty(),
            Facet::Region => !self.region.is_empty(),
            Facet::Force => !self.force.is_empty(),
            Facet::Route => self.route().is_some(),
            Facet::Status => self.status() != Status::All,
        }
    }

    /// Whether the list is narrowed beyond the usual.
    pub fn narrows(&self) -> bool {
        Facet::ALL.iter().any(|it| *it != Facet::Status && self.asks(*it))
    }

    /// The same search without one filter, from its first page.
    pub fn without(&self, facet: Facet) -> Self {
        let mut wider = Self { page: None, ..self.clone() };
        match facet {
            Facet::Words => wider.q.clear(),
            Facet::Lot => wider.lot.clear(),
            Facet::Specialism => wider.specialism.clear(),
            Facet::Region => wider.region.clear(),
            Facet::Force => wider.force.clear(),
            Facet::Route => wider.route.clear(),
            Facet::Status => Status::All.word().clone_into(&mut wider.status),
        }
        wider
    }

    /// Its address, from its first page.
    pub fn address(&self) -> String {
        self.at("/opportunities")
    }

    /// The address of a page of the same list, up to its number.
    pub fn path(&self) -> String {
        let address = self.address();
        let joint = if address.contains('?') { '&' } else { '?' };
        format!("{address}{joint}page=")
    }

    /// The address of the same list as a feed.
    pub fn feed(&self) -> String {
        self.at("/opportunities.atom")
    }

    /// The same search elsewhere.
    pub fn at(&self, path: &str) -> String {
        let kept = self.kept();
        if kept.is_empty() { path.to_owned() } else { format!("{path}?{kept}") }
    }

    /// What is asked for, as an address says it after the `?`.
    pub fn kept(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Facet, Search, Sort, Status, Unknown};

    fn looking_for(q: &str) -> Search {
        Search { q: q.to_owned(), ..Search::default() }
    }

    #[test]
    fn a_word_that_chooses_nothing_is_known_and_the_rest_is_kept() {
        let search = Search {
            status: "bogus".into(),
            sort: "closing".into(),
            lot: "osint".into(),
            ..looking_for("phones")
        };
        let unknown = search.unlisted();
        assert_eq!(unknown, [Unknown::new("status", "bogus")]);
        assert_eq!(
            search.known(&unknown).address(),
            "/opportunities?q=phones&lot=osint&sort=closing"
        );
        let odd = Search { route: "z".into(), sort: "y".into(), ..Search::default() };
        assert_eq!(odd.unlisted().len(), 2);
        assert_eq!(odd.known(&odd.unlisted()), Search::default());
        assert!(Search::default().unlisted().is_empty());
        assert_eq!(Unknown::new("status", &"é".repeat(99)).word.chars().count(), 60);
    }

    #[test]
    fn what_is_counted_does_not_depend_on_order_or_page() {
        let search =
            Search { sort: "closing".into(), page: Some("2".into()), ..looking_for("phones") };
        assert_eq!(search.counted(), "q=phones");
    }

    #[test]
    fn odd_filters_narrow_nothing_by_themselves() {
        let search =
            Search { status: "x".into(), sort: "y".into(), route: "z".into(), ..looking_for("  ") };
        assert_eq!(
            (search.status(), search.sort(), search.words()),
            (Status::Open, Sort::Newest, None)
        );
        assert!(!search.narrows());
        let beyond = Search { page: Some("99999".into()), ..Search::default() };
        assert_eq!(beyond.page(), 50, "the list ends where the count does");
    }

    #[test]
    fn an_address_says_only_what_is_asked() {
        assert_eq!(Search::default().path(), "/opportunities?page=");
        let search = Search { lot: "osint".into(), ..looking_for("phones & tablets") };
        assert_eq!(search.path(), "/opportunities?q=phones+%26+tablets&lot=osint&page=");
        assert_eq!(search.without(Facet::Words).feed(), "/opportunities.atom?lot=osint");
        assert_eq!(Search::read(&search.kept()), search);
    }

    #[test]
    fn the_best_match_comes_first_where_there_is_something_to_match() {
        let sorted = |q, sort: &str| Search { sort: sort.to_owned(), ..looking_for(q) }.sort();
        for (q, sort, order) in [
            ("", "", Sort::Newest),
            ("", "best", Sort::Newest),
            ("phone", "", Sort::Best),
            ("phone", "newest", Sort::Newest),
            ("phone", "closing", Sort::Closing),
        ] {
            assert_eq!(sorted(q, sort), order, "{q:?} {sort:?}");
        }
    }

    #[test]
    fn a_reference_is_known_from_words() {
        for reference in ["REQ-2026-0042", " req-2026-S000123 ", "REQ-2026-0a1b2c"] {
            assert!(looking_for(reference).reference().is_some(), "{reference}");
        }
        for words in
            ["", "REQ", "REQ-", "REQ-2026-", "BID-2026-0042", "REQ-2026-0042 phones", "réq-1-1"]
        {
            assert_eq!(looking_for(words).reference(), None, "{words}");
        }
        assert_eq!(looking_for(&"é".repeat(500)).words().unwrap().chars().count(), 300);
    }
}
