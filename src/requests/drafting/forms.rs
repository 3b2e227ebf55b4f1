//! What people type on the pages of a draft, and what we make of it.

mod criteria;
mod dates;
mod outcomes;
mod people;
mod plain;
mod questions;
mod roles;
mod rows;

use chrono::{Datelike, NaiveDate};

use super::model::{Edit, Lists, NewDraft, is_listed};
use crate::requests::model::{FullRequest, Section};
use crate::types::text;
use crate::types::time::Moment;
use crate::web::form::{Mistakes, Posted};
use crate::web::mark::SEEN;

pub use people::NOBODY;
pub use questions::{MOST_QUESTIONS, Row, rows as questions};
pub use rows::Rows;

/// What the word of a button begins with that adds a row.
const ANOTHER: &str = "add";

/// Which of a page's buttons was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// "Save and continue": it must hold.
    Finished,
    /// "Save and come back later": it is kept as it is.
    Later,
    /// None: the script keeps it while it is typed.
    ByItself,
    /// "Add another role", outcome or question: what is typed is kept, and goes on.
    AnotherRow,
}

impl Asked {
    /// The button with a word.
    pub fn of(word: &str) -> Self {
        match word {
            "later" => Self::Later,
            "autosave" => Self::ByItself,
            _ if word.starts_with(ANOTHER) => Self::AnotherRow,
            _ => Self::Finished,
        }
    }
}

/// A page of a draft as typed, or as it would be typed to mean what is saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed(Posted);

impl Typed {
    /// As it was sent.
    pub fn new(posted: Posted) -> Self {
        Self(posted)
    }

    /// A field, empty if it was not sent.
    pub fn of(&self, name: &str) -> &str {
        self.0.first(name).unwrap_or_default()
    }

    /// A field of a numbered row or a named criterion: `role_title_2`.
    pub fn at(&self, name: &str, row: impl std::fmt::Display) -> &str {
        self.of(&format!("{name}_{row}"))
    }

    /// Every value of a field that may be sent several times.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.all(name)
    }

    /// What is worth keeping of a half page: what was typed, without what only
    /// served to send it.
    pub fn kept(&self) -> Vec<(String, String)> {
        let sent = |name: &str| matches!(name, "once" | "do" | SEEN);
        self.0.kept().filter(|(name, _)| !sent(name)).cloned().collect()
    }

    /// Every name and value, to be kept.
    pub fn sent(&self) -> &[(String, String)] {
        self.0.pairs()
    }

    /// A page as typed, from what was kept of it.
    pub fn pairs(pairs: Vec<(String, String)>) -> Self {
        Self(Posted::of(pairs))
    }
}

/// A page with the rows that stay: without the rows and questions that are
/// ticked to be removed, and with one more if the button for it was pressed.
/// Says whether it was.
pub fn with_rows(section: Section, typed: Typed, button: &str) -> (Typed, bool) {
    let another = button.strip_prefix(ANOTHER);
    let typed = match (section, Rows::of(section), another) {
        (_, Some(rows), None) => rows.without_removed(&typed),
        (_, Some(rows), Some(_)) => rows.with_another(&rows.without_removed(&typed)),
        (Section::Criteria, None, None) => questions::without_removed(&typed),
        (Section::Criteria, None, Some(to)) => {
            let code = to.trim_start_matches(':');
            questions::with_another(&questions::without_removed(&typed), code)
        }
        _ => return (typed, false),
    };
    (typed, another.is_some())
}

fn pair(name: &str, value: impl ToString) -> (String, String) {
    (name.to_owned(), value.to_string())
}

/// A choice that must be made.
fn chosen<T>(parsed: Option<T>, why: &str) -> Result<T, String> {
    parsed.ok_or_else(|| why.to_owned())
}

/// A whole number between two others.
fn number(typed: &str, what: &str, least: i32, most: i32) -> Result<i32, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(format!("Enter {what}"));
    }
    let read = typed.parse::<i32>().ok().filter(|it| (least..=most).contains(it));
    let mut letters = what.chars();
    let capital: String =
        letters.next().map(|it| it.to_uppercase().chain(letters).collect()).unwrap_or_default();
    read.ok_or_else(|| format!("{capital} must be a whole number from {least} to {most}"))
}

fn date_pairs(name: &str, date: Option<NaiveDate>) -> Vec<(String, String)> {
    let Some(date) = date else { return Vec::new() };
    vec![
        pair(&format!("{name}_day"), date.day()),
        pair(&format!("{name}_month"), date.month()),
        pair(&format!("{name}_year"), date.year()),
    ]
}

/// What a page of a draft would say to mean what is saved.
pub fn filled(section: Section, full: &FullRequest) -> Typed {
    Typed::pairs(match section {
        Section::Basics => plain::basics_filled(full),
        Section::Need => plain::need_filled(full),
        Section::Pricing => outcomes::pricing_filled(full),
        Section::Outcomes => outcomes::filled(full),
        Section::Roles => roles::filled(full),
        Section::Place => plain::place_filled(full),
        Section::Route => people::route_filled(full),
        Section::Dates => dates::filled(full),
        Section::Term => dates::term_filled(full),
        Section::Money => plain::money_filled(full),
        Section::Requirements => plain::requirements_filled(full),
        Section::Scoring => criteria::scoring_filled(full),
        Section::Criteria => criteria::filled(full),
        Section::Panel => people::panel_filled(full),
    })
}

/// Reads a page of a draft: every field, before complaining about any.
pub fn parse(
    section: Section,
    typed: &Typed,
    full: &FullRequest,
    lists: &Lists,
    now: Moment,
) -> Result<Edit, Mistakes> {
    match section {
        Section::Basics => plain::basics(typed, lists),
        Section::Need => plain::need(typed),
        Section::Pricing => outcomes::pricing(typed),
        Section::Outcomes => outcomes::parse(typed),
        Section::Roles => roles::parse(typed, full, lists),
        Section::Place => plain::place(typed, lists),
        Section::Route => people::route(typed, lists),
        Section::Dates => dates::parse(typed, full.request.route, lists, now),
        Section::Term => dates::term(typed, full.request.closes_at),
        Section::Money => plain::money(typed),
        Section::Requirements => plain::requirements(typed),
        Section::Scoring => criteria::scoring(typed),
        Section::Criteria => criteria::parse(typed, full.request.scale_max, lists),
        Section::Panel => people::panel(typed, lists),
    }
}

/// Reads the form that begins a request.
pub fn new_draft(typed: &Typed, lists: &Lists) -> Result<NewDraft, Mistakes> {
    let mut mistakes = Mistakes::default();
    let title = mistakes.keep("title", text::line(typed.of("title"), "a title", 100));
    let lot = mistakes.keep("lot", chosen(lot(typed, lists), "Choose a lot"));
    match (title, lot) {
        (Some(title), Some(lot)) => Ok(NewDraft { title, lot }),
        _ => Err(mistakes),
    }
}

fn lot(typed: &Typed, lists: &Lists) -> Option<String> {
    Some(typed.of("lot")).filter(|it| is_listed(&lists.lots, it)).map(str::to_owned)
}
