//! What a provider sees of its specialists.

use std::collections::BTreeMap;

use askama::Template;
use chrono::NaiveDate;

use super::forms::{SpecialistForm, Words};
use super::model::Filter;
use crate::providers::changes::model::{ClearanceKind, Facts, Listed};
use crate::providers::model::Specialist;
use crate::types::ids::SpecialistId;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;
use crate::web::paging::Paging;
use crate::web::sheet::Sheet;

/// A clearance, and whether it still holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clearance {
    /// The level and its last day.
    pub words: String,
    /// A warning, or nothing.
    pub tag: &'static str,
    /// The colour of that.
    pub colour: &'static str,
    /// What waits for review in its place, or nothing.
    pub waiting: String,
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
        let words = format!("{level} until {}", uk_time::day(day));
        Self { words, tag, colour, ..Self::default() }
    }

    fn with(mut self, waiting: Option<String>) -> Self {
        self.waiting = waiting.unwrap_or_default();
        self
    }
}

/// What waits for review in place of a clearance, in words.
pub fn waiting(changes: &[Listed], id: SpecialistId, kind: ClearanceKind) -> Option<String> {
    let found = changes.iter().find(|it| it.change.clearance() == Some((id, kind)))?;
    match found.change.wanted().ok()? {
        Facts::Clearance(it) => Some(it.said()),
        _ => None,
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
    /// Whether what is personal about them was erased.
    pub erased: bool,
}

impl Line {
    /// A person as they stand today.
    pub fn of(it: &Specialist, changes: &[Listed], today: NaiveDate) -> Self {
        let nsv = Some(it.nsv.as_str()).filter(|it| *it != "none");
        let waiting = |kind| waiting(changes, it.id, kind);
        let from = match it.available_from {
            Some(day) if day > today => format!("from {}", uk_time::day(day)),
            _ => "now".to_owned(),
        };
        Self {
            id: it.id,
            name: it.name.clone(),
            level: it.sfia_level.to_string(),
            nppv: Clearance::of(it.nppv.as_deref(), it.nppv_expires, today)
                .with(waiting(ClearanceKind::Nppv)),
            nsv: Clearance::of(nsv, it.nsv_expires, today).with(waiting(ClearanceKind::Nsv)),
            available: match it.availability_note.as_str() {
                "" => from,
                note => format!("{from}, {note}"),
            },
            right_to_work: if it.right_to_work { "Checked" } else { "Not checked" },
            erased: it.erased_at.is_some(),
        }
    }
}

/// The list.
#[derive(Template)]
#[template(path = "specialists/list.html")]
pub struct ListPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The people on this page.
    pub people: Vec<Line>,
    /// Which page.
    pub paging: Paging,
    /// Which people are asked for.
    pub filter: &'a Filter,
    /// The words to choose from.
    pub words: &'a Words,
    /// Whether the reader may change the list.
    pub admin: bool,
}

impl ListPage<'_> {
    /// Where the other pages are.
    pub fn pages(&self) -> String {
        format!("/provider/specialists?{}&page=", self.asked())
    }

    /// What is asked for, as an address says it.
    fn asked(&self) -> String {
        let asked = [
            ("about", self.filter.about.as_str()),
            ("specialism", &self.filter.specialism),
            ("clearance", &self.filter.clearance),
            ("show", self.show()),
        ];
        serde_urlencoded::to_string(asked).unwrap_or_default()
    }

    fn show(&self) -> &'static str {
        if self.filter.retired { "retired" } else { "" }
    }

    /// Whom to show.
    pub fn shown(&self) -> Vec<Choice> {
        vec![Choice::new("retired", "People you retired")]
    }

    /// How many there are, in words.
    pub fn count(&self) -> String {
        match self.paging.total {
            1 => "1 person".to_owned(),
            n => format!("{n} people"),
        }
    }
}

const COLUMNS: &[&str] = &[
    "Name",
    "SFIA level",
    "Police vetting",
    "Police vetting until",
    "Police vetting sponsor",
    "National security vetting",
    "National security vetting until",
    "National security vetting sponsor",
    "Available from",
    "About availability",
    "Right to work checked",
    "Specialisms, SFIA skills and certifications",
    "Skills and experience",
];

/// The list for a spreadsheet.
pub fn sheet(people: &[Specialist], listed: &BTreeMap<SpecialistId, Vec<String>>) -> Sheet {
    let row = |it: &Specialist| {
        let nsv = if it.nsv == "none" { String::new() } else { it.nsv.clone() };
        vec![
            it.name.clone().into(),
            i64::from(it.sfia_level).into(),
            it.nppv.clone().into(),
            it.nppv_expires.into(),
            it.nppv_sponsor.clone().into(),
            nsv.into(),
            it.nsv_expires.into(),
            it.nsv_sponsor.clone().into(),
            it.available_from.into(),
            it.availability_note.clone().into(),
            it.right_to_work.into(),
            listed.get(&it.id).map(|it| it.join("; ")).into(),
            it.skills.clone().into(),
        ]
    };
    Sheet::new(COLUMNS, people.iter().map(row))
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
    /// Whether new clearances wait for a vetting officer.
    pub reviewed: bool,
    /// What is in force while a change of clearance waits.
    pub in_force: Vec<String>,
}

impl FormPage<'_> {
    /// What another name brings about.
    pub fn name_hint(&self) -> &'static str {
        match (self.fresh, self.reviewed) {
            (true, _) => "",
            (false, true) => {
                "Clearances belong to the person: under another name none is in force until a vetting officer has accepted it again. Add somebody else as a new specialist"
            }
            (false, false) => "Add somebody else as a new specialist",
        }
    }

    /// Where to take the person off the list.
    pub fn retirement(&self) -> String {
        format!("{}/retirement", self.action)
    }
}

/// Asking before a person goes off the list.
#[derive(Template)]
#[template(path = "specialists/retirement.html")]
pub struct RetirementPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The person.
    pub specialist: Specialist,
    /// The live contracts and undecided bids that name them, or may.
    pub named_in: Vec<String>,
    /// Whether a change about them waits.
    pub changes: bool,
}

impl RetirementPage {
    fn relied_on(&self) -> String {
        format!(
            "They are named, or may be, in {}. If they will not do the work, tell the force.",
            self.named_in.join(" and ")
        )
    }
}

/// A retired person, to be erased.
#[derive(Template)]
#[template(path = "specialists/erasure.html")]
pub struct ErasurePage {
    /// What surrounds it.
    pub frame: Frame,
    /// The person.
    pub specialist: Specialist,
    /// Why they cannot be erased; nothing if they can.
    pub why_not: String,
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
