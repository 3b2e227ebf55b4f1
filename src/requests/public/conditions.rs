//! What a search asks of a request, as the `where` of a query: the list, the
//! counts beside its filters, the feed and the saved searches all ask the same.

use super::forms::{Facet, Search, Status};
use crate::accounts::model::Viewer;
use crate::requests::state::RequestState;
use crate::types::time::Moment;

/// How much of a request is found by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Anyone: what is marked SENSITIVE is found by its title alone.
    Public,
    /// People who are signed in: all of it.
    Whole,
}

impl Sight {
    /// How much whoever asks finds.
    pub fn of(viewer: Option<&Viewer>) -> Self {
        if viewer.is_some() { Self::Whole } else { Self::Public }
    }

    /// The column of `request_words`.
    pub fn column(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Whole => "whole",
        }
    }
}

/// Conditions in SQL, with the values that go with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Joined by `and`, with `$1` where the first value goes.
    pub sql: String,
    /// The values, as text.
    pub values: Vec<String>,
}

impl Conditions {
    /// What a search asks of a published request; `but` one filter, if given.
    pub fn of(search: &Search, sight: Sight, now: Moment, but: Option<Facet>) -> Self {
        let mut asked =
            Self { sql: "requests.published_at is not null".to_owned(), values: vec![] };
        for facet in Facet::ALL.iter().filter(|it| Some(**it) != but && search.asks(**it)) {
            asked.narrow(*facet, search, sight, now);
        }
        asked
    }

    fn narrow(&mut self, facet: Facet, search: &Search, sight: Sight, now: Moment) {
        match facet {
            Facet::Words => self.words(search, sight),
            Facet::Lot => self.equal("requests.lot_code", &search.lot),
            Facet::Specialism => {
                let code = self.value(&search.specialism);
                self.and(&format!(
                    "exists (select from request_specialisms s where s.request_id = requests.id and s.specialism = {code})"
                ));
            }
            Facet::Region => self.equal("requests.region_code", &search.region),
            Facet::Force => {
                let slug = self.value(&search.force);
                self.and(&format!(
                    "requests.force_id = (select id from forces where slug = {slug})"
                ));
            }
            Facet::Route => self.equal("requests.route", &search.route),
            Facet::Status => self.status(search.status(), now),
        }
    }

    fn words(&mut self, search: &Search, sight: Sight) {
        if let Some(reference) = search.reference() {
            let (typed, capital) = (self.value(reference), self.value(&reference.to_uppercase()));
            self.and(&format!("requests.reference in ({typed}, {capital})"));
        } else if let Some(words) = search.words() {
            let (words, column) = (self.value(words), sight.column());
            self.and(&format!(
                "requests.id in (select w.request_id from request_words w where w.{column} @@ websearch_to_tsquery('english', {words}))"
            ));
        }
    }

    fn status(&mut self, status: Status, now: Moment) {
        use RequestState as S;
        let among = |states: &[S]| {
            let words: Vec<String> = states.iter().map(|it| format!("'{}'", it.word())).collect();
            format!("requests.state in ({})", words.join(", "))
        };
        let (open, now) = (among(&[S::Open]), now.to_rfc3339());
        match status {
            Status::Open => {
                let now = self.value(&now);
                self.and(&format!("{open} and requests.closes_at > {now}::timestamptz"));
            }
            Status::Closed => {
                let (scored, now) = (among(&[S::Evaluating]), self.value(&now));
                self.and(&format!(
                    "({scored} or {open} and requests.closes_at <= {now}::timestamptz)"
                ));
            }
            Status::Awarded => self.and(&among(&[S::Decided, S::Standstill, S::Contracted])),
            Status::Ended => self.and(&among(&[S::Cancelled, S::NoAward])),
            Status::All => {}
        }
    }

    /// Asks one thing more.
    pub fn and(&mut self, sql: &str) {
        self.sql.push_str(" and ");
        self.sql.push_str(sql);
    }

    fn equal(&mut self, column: &str, value: &str) {
        let value = self.value(value);
        self.and(&format!("{column} = {value}"));
    }

    /// Keeps a value, and says where it goes.
    pub fn value(&mut self, value: &str) -> String {
        self.values.push(value.to_owned());
        format!("${}", self.values.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{Conditions, Facet, Search, Sight};
    use crate::types::time::Moment;

    #[test]
    fn nothing_that_is_typed_is_in_the_query_itself() {
        let evil = "'; drop table requests; --";
        let search = Search {
            q: evil.into(),
            lot: evil.into(),
            specialism: evil.into(),
            region: evil.into(),
            force: evil.into(),
            route: evil.into(),
            status: evil.into(),
            sort: evil.into(),
            page: None,
        };
        let asked = Conditions::of(&search, Sight::Public, Moment::UNIX_EPOCH, None);
        assert!(!asked.sql.contains("drop"), "{}", asked.sql);
        let places = (1..=asked.values.len()).filter(|n| asked.sql.contains(&format!("${n}")));
        assert_eq!(places.count(), asked.values.len(), "{}", asked.sql);
    }

    #[test]
    fn one_filter_can_be_left_out() {
        let search = Search { lot: "osint".into(), status: "awarded".into(), ..Search::default() };
        let asked = |but| Conditions::of(&search, Sight::Whole, Moment::UNIX_EPOCH, but);
        assert_eq!(asked(None).values, ["osint"]);
        assert!(asked(Some(Facet::Lot)).values.is_empty());
        assert!(!asked(Some(Facet::Status)).sql.contains("state"));
    }
}
