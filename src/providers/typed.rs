//! What several of the dossier's forms have in common: days, words from a
//! list, yes and no.

use chrono::NaiveDate;

use crate::types::uk_time;
use crate::web::form::{Choice, Posted};

/// A day as typed into three boxes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedDay {
    /// The first box.
    pub day: String,
    /// The second.
    pub month: String,
    /// The third.
    pub year: String,
}

impl TypedDay {
    /// As it was sent.
    pub fn typed(posted: &Posted, field: &str) -> Self {
        let part = |part: &str| posted.text(&format!("{field}_{part}"));
        Self { day: part("day"), month: part("month"), year: part("year") }
    }

    /// As it would be typed.
    pub fn of(date: Option<NaiveDate>) -> Self {
        date.map_or_else(Self::default, |date| Self {
            day: date.format("%-d").to_string(),
            month: date.format("%-m").to_string(),
            year: date.format("%Y").to_string(),
        })
    }

    /// Whether all three boxes are empty.
    pub fn is_empty(&self) -> bool {
        [&self.day, &self.month, &self.year].iter().all(|it| it.trim().is_empty())
    }

    /// Reads a day that must be there.
    pub fn parse(&self) -> Result<NaiveDate, String> {
        uk_time::date_typed(&self.day, &self.month, &self.year).map_err(str::to_owned)
    }

    /// Reads a day that may be left empty.
    pub fn parse_optional(&self) -> Result<Option<NaiveDate>, String> {
        if self.is_empty() { Ok(None) } else { self.parse().map(Some) }
    }
}

/// A word that must be one of those listed.
pub fn listed(typed: &str, choices: &[Choice], or_else: &str) -> Result<String, String> {
    let found = choices.iter().find(|it| it.value == typed);
    found.map(|it| it.value.clone()).ok_or_else(|| or_else.to_owned())
}

/// A word that may be left empty, but not be another than those listed.
pub fn listed_or_none(
    typed: &str,
    choices: &[Choice],
    or_else: &str,
) -> Result<Option<String>, String> {
    if typed.is_empty() { Ok(None) } else { listed(typed, choices, or_else).map(Some) }
}

/// Yes and no.
pub fn yes_or_no() -> Vec<Choice> {
    vec![Choice::new("yes", "Yes"), Choice::new("no", "No")]
}
