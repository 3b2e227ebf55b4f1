//! What a provider sees of its specialists.

use askama::Template;
use chrono::NaiveDate;

use super::forms::{SpecialistForm, Words};
use crate::providers::model::Specialist;
use crate::types::ids::SpecialistId;
use crate::types::uk_time;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// A clearance, and whether it still holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clearance {
    /// The level and its last day.
    pub words: String,
    /// A warning, or nothing.
    pub tag: &'static str,
    /// The colour of that.
    pub colour: &'static str,
}

impl Clearance {
    /// A clearance as it stands today: run out, soon to, or good.
    pub fn of(level: Option<&str>, expires: Option<NaiveDate>, today: NaiveDate) -> Self {
        let (Some(level), Some(day)) = (level, expires) else {
            return Self { words: "None".to_owned(), ..Self::default() };
        };
        let (tag, colour) = match (day - today).num_days() {
            ..0 => ("Expired", "red"),
            0..=60 => ("Expires soon", "yellow"),
            _ => ("", ""),
        };
        Self { words: format!("{level} until {}", uk_time::day(day)), tag, colour }
    }
}

/// A person in the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Their id.
    pub id: SpecialistId,
    /// Their name.
    pub name: String,
    /// The level they work at.
    pub level: String,
    /// Their police vetting.
    pub nppv: Clearance,
    /// Their national security vetting.
    pub nsv: Clearance,
    /// From when they are free.
    pub available: String,
    /// Whether their right to work was checked.
    pub right_to_work: &'static str,
}

impl Line {
    /// A person as they stand today.
    pub fn of(it: &Specialist, today: NaiveDate) -> Self {
        let nsv = Some(it.nsv.as_str()).filter(|it| *it != "none");
        Self {
            id: it.id,
            name: it.name.clone(),
            level: it.sfia_level.to_string(),
            nppv: Clearance::of(it.nppv.as_deref(), it.nppv_expires, today),
            nsv: Clearance::of(nsv, it.nsv_expires, today),
            available: match it.available_from {
                Some(day) if day > today => format!("from {}", uk_time::day(day)),
                _ => "now".to_owned(),
            },
            right_to_work: if it.right_to_work { "Checked" } else { "Not checked" },
        }
    }
}

/// The list.
#[derive(Template)]
#[template(path = "specialists/list.html")]
pub struct ListPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The people.
    pub people: Vec<Line>,
    /// Whether the reader may change the list.
    pub admin: bool,
}

/// One person, to add or to change.
#[derive(Template)]
#[template(path = "specialists/form.html")]
pub struct FormPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// What the page is called.
    pub title: &'a str,
    /// Where the form goes.
    pub action: &'a str,
    /// Whether the person is not on the list yet.
    pub fresh: bool,
    /// As typed.
    pub form: &'a SpecialistForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// The words to choose from.
    pub words: &'a Words,
}

impl FormPage<'_> {
    /// Where to take the person off the list.
    pub fn retirement(&self) -> String {
        format!("{}/retirement", self.action)
    }
}

#[cfg(test)]
mod tests {
    use super::Clearance;

    #[test]
    fn a_clearance_is_good_to_the_end_of_its_last_day() {
        let today = "2026-01-05".parse().unwrap();
        for (expires, tag) in [
            ("2026-01-04", "Expired"),
            ("2026-01-05", "Expires soon"),
            ("2026-03-06", "Expires soon"),
            ("2026-03-07", ""),
        ] {
            assert_eq!(
                Clearance::of(Some("NPPV3"), expires.parse().ok(), today).tag,
                tag,
                "{expires}"
            );
        }
        assert_eq!(Clearance::of(None, None, today).words, "None");
    }
}
