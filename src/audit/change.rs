//! Changes to what is kept for everyone, such as a fee or a name: each entry
//! says what was there before and what is there now, so that the trail alone
//! tells the history in plain sentences. For reference data only: nothing
//! here may be about a person.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Happened;
use super::entry::Line;
use crate::types::uk_time;

/// One value that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What it is called.
    pub what: String,
    /// What it was; empty if it was not there.
    pub old: String,
    /// What it is; empty if it is there no longer.
    pub new: String,
}

impl Change {
    /// A change, unless both values are the same.
    pub fn of(what: &str, old: impl Into<String>, new: impl Into<String>) -> Option<Self> {
        let (old, new) = (old.into(), new.into());
        (old != new).then(|| Self { what: what.to_owned(), old, new })
    }
}

/// Something kept for everyone was changed.
#[derive(Debug, Serialize)]
pub struct Changed<'a> {
    /// A past-tense name, such as `lot.changed`.
    #[serde(skip)]
    pub action: &'static str,
    /// The thing it belongs to.
    #[serde(skip)]
    pub subject: Uuid,
    /// What was changed, by its name.
    pub about: &'a str,
    /// The name it keeps, where people may change the other.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub key: &'a str,
    /// The day from which it holds, if not at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// What was changed about it.
    pub changes: Vec<Change>,
}

impl Happened for Changed<'_> {
    fn action(&self) -> &'static str {
        self.action
    }

    fn subject(&self) -> Uuid {
        self.subject
    }
}

/// Something that happened, told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// When, in words.
    pub when: String,
    /// When, for machines.
    pub iso: String,
}

/// The lines whose action begins with one of some words, newest first; where
/// a key is given, only those about the thing that keeps it.
pub fn told(lines: &[Line], actions: &[&str], key: &str) -> Vec<Told> {
    let about =
        |it: &&Line| key.is_empty() || it.detail.get("key").and_then(|it| it.as_str()) == Some(key);
    let begins = |it: &&Line| actions.iter().any(|action| it.action.starts_with(action));
    let tell = |it: &Line| Told {
        what: sentence(it),
        who: it.who(),
        when: uk_time::short(it.at),
        iso: uk_time::iso(it.at),
    };
    lines.iter().rev().filter(begins).filter(about).map(tell).collect()
}

#[derive(Deserialize)]
struct Detail {
    about: String,
    from: Option<NaiveDate>,
    changes: Vec<Change>,
}

fn sentence(line: &Line) -> String {
    match serde_json::from_value(line.detail.clone()) {
        Ok(detail) => in_words(&line.sentence(), &detail),
        Err(_) => line.sentence(),
    }
}

fn in_words(happened: &str, detail: &Detail) -> String {
    let from = detail.from.map(|day| format!(", from {}", uk_time::day(day))).unwrap_or_default();
    let changes: Vec<String> = detail.changes.iter().map(change).collect();
    let head = format!("{happened}: {}{from}", detail.about);
    if changes.is_empty() { head } else { format!("{head}. {}", changes.join("; ")) }
}

fn change(it: &Change) -> String {
    match (it.old.as_str(), it.new.as_str()) {
        ("", new) => format!("{}: {new}", it.what),
        (old, "") => format!("{}: {old} → none", it.what),
        (old, new) => format!("{}: {old} → {new}", it.what),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_with_what_was_and_what_is() {
        let detail = |from: Option<&str>, changes: Vec<Option<Change>>| Detail {
            about: "Digital forensics".to_owned(),
            from: from.map(|day| day.parse().unwrap()),
            changes: changes.into_iter().flatten().collect(),
        };
        for (told, detail) in [
            ("Lot added: Digital forensics", detail(None, vec![Change::of("Name", "A", "A")])),
            (
                "Lot added: Digital forensics, from 1 March 2027. Level 5: £900 → £950; Level 6: £990; Level 7: £1 → none",
                detail(
                    Some("2027-03-01"),
                    vec![
                        Change::of("Level 5", "£900", "£950"),
                        Change::of("Level 6", "", "£990"),
                        Change::of("Level 7", "£1", ""),
                    ],
                ),
            ),
        ] {
            assert_eq!(in_words("Lot added", &detail), told);
        }
    }
}
