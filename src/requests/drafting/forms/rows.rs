//! Rows of a page, added and removed without script: roles and outcomes.

use super::{Typed, pair};
use crate::requests::model::Section;

/// What the rows of a page are made of.
#[derive(Debug)]
pub struct Rows {
    /// The names of a row's fields, before its number.
    pub(super) fields: &'static [&'static str],
    /// The box to tick for removing a row.
    remove: &'static str,
    /// The most rows there may be.
    pub most: usize,
    /// What the button says that adds one.
    pub more: &'static str,
}

/// Up to six roles.
pub(super) const ROLES: Rows = Rows {
    fields: &[
        "role_title",
        "role_level",
        "role_people",
        "role_days",
        "role_nppv",
        "role_nsv",
        "role_by",
    ],
    remove: "role_remove",
    most: 6,
    more: "Add another role",
};

/// Up to twenty outcomes.
pub(super) const OUTCOMES: Rows = Rows {
    fields: &[
        "outcome_title",
        "outcome_acceptance",
        "outcome_due_day",
        "outcome_due_month",
        "outcome_due_year",
    ],
    remove: "outcome_remove",
    most: 20,
    more: "Add another outcome",
};

impl Rows {
    /// The rows of a page, if it has any.
    pub fn of(section: Section) -> Option<&'static Self> {
        match section {
            Section::Roles => Some(&ROLES),
            Section::Outcomes => Some(&OUTCOMES),
            _ => None,
        }
    }

    /// How many there are as typed: one at least, to be filled in.
    pub fn count(&self, typed: &Typed) -> usize {
        typed.of("rows").parse().unwrap_or(1).clamp(1, self.most)
    }

    /// The same rows without those ticked to be removed.
    pub fn without_removed(&self, typed: &Typed) -> Typed {
        let kept: Vec<usize> =
            (1..=self.count(typed)).filter(|row| typed.at(self.remove, row).is_empty()).collect();
        let mut pairs = vec![pair("rows", kept.len().max(1))];
        for (row, old) in (1_usize..).zip(kept) {
            let of = |it: &&str| (self.field(it, row), typed.of(&self.field(it, old)).to_owned());
            pairs.extend(self.fields.iter().map(of));
        }
        Typed::pairs(pairs)
    }

    /// The same rows and an empty one.
    pub fn with_another(&self, typed: &Typed) -> Typed {
        let rows = self.count(typed).saturating_add(1).min(self.most);
        let mut pairs = vec![pair("rows", rows)];
        pairs.extend(typed.0.pairs().iter().filter(|(name, _)| name != "rows").cloned());
        Typed::pairs(pairs)
    }

    /// The name of a field in a row. The parts of a date stand after the
    /// number: `outcome_due_2_day`.
    pub(super) fn field(&self, name: &str, row: usize) -> String {
        match name.strip_prefix("outcome_due_") {
            Some(part) => format!("outcome_due_{row}_{part}"),
            None => format!("{name}_{row}"),
        }
    }

    /// Every field of every row, as it would be typed.
    pub(super) fn filled(&self, rows: Vec<Vec<String>>) -> Vec<(String, String)> {
        let mut pairs = vec![pair("rows", rows.len().max(1))];
        for (row, values) in (1_usize..).zip(rows) {
            let named = self.fields.iter().zip(values);
            pairs.extend(named.map(|(field, value)| (self.field(field, row), value)));
        }
        pairs
    }

    /// Whether nothing is typed in some fields of a row.
    pub(super) fn is_empty(&self, typed: &Typed, row: usize, fields: &[&str]) -> bool {
        fields.iter().all(|it| typed.of(&self.field(it, row)).trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::{OUTCOMES, ROLES, Typed, pair};

    #[test]
    fn rows_are_added_and_removed_and_the_others_keep_what_was_typed() {
        let typed = Typed::pairs(vec![
            pair("rows", 2),
            pair("role_title_1", "Analyst"),
            pair("role_remove_1", "yes"),
            pair("role_title_2", "Examiner"),
        ]);
        let left = ROLES.without_removed(&typed);
        assert_eq!((left.of("rows"), left.of("role_title_1")), ("1", "Examiner"));
        let more = ROLES.with_another(&left);
        assert_eq!((more.of("rows"), more.of("role_title_1")), ("2", "Examiner"));
        let all = ROLES.with_another(&Typed::pairs(vec![pair("rows", 99)]));
        assert_eq!(all.of("rows"), "6", "and no more");
    }

    #[test]
    fn the_date_of_an_outcome_moves_with_its_row() {
        let typed = Typed::pairs(vec![
            pair("rows", 2),
            pair("outcome_remove_1", "yes"),
            pair("outcome_title_2", "A report"),
            pair("outcome_due_2_day", 31),
        ]);
        let left = OUTCOMES.without_removed(&typed);
        assert_eq!((left.of("outcome_title_1"), left.of("outcome_due_1_day")), ("A report", "31"));
    }
}
