//! What people type to narrow the trail down. Nothing typed here is a
//! mistake: what cannot be read narrows nothing.

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use crate::types::time::Moment;
use crate::types::uk_time;

/// The filter as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct FilterForm {
    /// What happened, such as `bid.submitted`.
    pub action: String,
    /// The thing it happened to: a reference or an id.
    pub subject: String,
    /// Part of a name or e-mail address, of a person or their organisation.
    pub person: String,
    /// The first day, like 2026-03-04.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Only entries older than this one.
    pub before: String,
}

/// The filter, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// What happened.
    pub action: Option<String>,
    /// The thing it happened to, as typed.
    pub subject: Option<String>,
    /// Part of a name or e-mail address.
    pub person: Option<String>,
    /// From this moment on.
    pub from: Option<Moment>,
    /// Before this moment.
    pub until: Option<Moment>,
    /// Only entries older than this one.
    pub before: Option<i64>,
}

impl FilterForm {
    /// Reads what can be read.
    pub fn parse(&self) -> Filter {
        let said = |typed: &str| Some(typed.trim().to_owned()).filter(|it| !it.is_empty());
        let last = day(&self.to).and_then(|it| it.checked_add_days(Days::new(1)));
        Filter {
            action: said(&self.action),
            subject: said(&self.subject),
            person: said(&self.person),
            from: day(&self.from).map(uk_time::midnight),
            until: last.map(uk_time::midnight),
            before: self.before.trim().parse().ok().filter(|it| *it > 0),
        }
    }

    /// What was typed for a day and is none.
    pub fn no_days(&self) -> Vec<&str> {
        let typed = [self.from.trim(), self.to.trim()];
        typed.into_iter().filter(|it| !it.is_empty() && day(it).is_none()).collect()
    }

    /// What was asked for, as it stands in an address.
    pub fn asked(&self) -> String {
        let pairs = [
            ("action", self.action.as_str()),
            ("subject", self.subject.as_str()),
            ("person", self.person.as_str()),
            ("from", self.from.as_str()),
            ("to", self.to.as_str()),
        ];
        let kept: Vec<_> =
            pairs.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
        serde_urlencoded::to_string(kept).unwrap_or_default()
    }

    /// The address of the entries that follow the last one shown.
    pub fn older_than(&self, seq: i64) -> String {
        let kept = self.asked();
        let and = if kept.is_empty() { "" } else { "&" };
        format!("/audit?{kept}{and}before={seq}")
    }
}

impl Filter {
    /// Whether it asks what an entry is about, and not only when it was.
    pub fn asks_what(&self) -> bool {
        self.action.is_some() || self.subject.is_some() || self.person.is_some()
    }
}

fn day(typed: &str) -> Option<NaiveDate> {
    typed.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Filter, FilterForm};

    #[test]
    fn days_are_whole_days_in_the_uk() {
        let form = FilterForm {
            from: "2026-08-13".into(),
            to: "2026-08-13".into(),
            ..FilterForm::default()
        };
        let filter = form.parse();
        assert_eq!(filter.from, Some("2026-08-12T23:00:00Z".parse().unwrap()));
        assert_eq!(filter.until, Some("2026-08-13T23:00:00Z".parse().unwrap()));
        assert!(!filter.asks_what());
    }

    #[test]
    fn what_cannot_be_read_narrows_nothing() {
        let form = FilterForm {
            from: "last week".into(),
            to: "9999-99-99".into(),
            before: "-1".into(),
            person: "  ".into(),
            ..FilterForm::default()
        };
        assert_eq!(form.parse(), Filter::default());
        assert_eq!(form.no_days(), ["last week", "9999-99-99"]);
        assert!(FilterForm { from: " 2026-02-28".into(), ..form.clone() }.no_days().len() == 1);
    }

    #[test]
    fn the_next_page_keeps_the_filter() {
        let form = FilterForm { person: "Ann Lee".into(), ..FilterForm::default() };
        assert_eq!(form.older_than(41), "/audit?person=Ann+Lee&before=41");
        assert_eq!(FilterForm::default().older_than(41), "/audit?before=41");
    }
}
