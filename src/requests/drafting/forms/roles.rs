//! The roles wanted: up to six rows, added and removed without script.

use super::{Typed, number, pair};
use crate::requests::drafting::model::{Edit, Lists, NewRole, is_listed};
use crate::requests::model::{FullRequest, NeededBy};
use crate::types::text;
use crate::web::form::Mistakes;

/// The most roles a request may have.
pub const MOST_ROLES: usize = 6;

const FIELDS: [&str; 7] =
    ["role_title", "role_level", "role_people", "role_days", "role_nppv", "role_nsv", "role_by"];

pub(super) fn filled(full: &FullRequest) -> Vec<(String, String)> {
    let mut pairs = vec![pair("rows", full.roles.len().max(1))];
    for (row, it) in (1_usize..).zip(&full.roles) {
        let values = [
            it.title.clone(),
            it.sfia_level.to_string(),
            it.people.to_string(),
            it.days.to_string(),
            it.nppv.clone().unwrap_or_default(),
            it.nsv.clone(),
            it.needed_by.word().to_owned(),
        ];
        let named = FIELDS.iter().zip(values);
        pairs.extend(named.map(|(field, value)| (format!("{field}_{row}"), value)));
    }
    pairs
}

fn count(typed: &Typed) -> usize {
    typed.of("rows").parse().unwrap_or(1).clamp(1, MOST_ROLES)
}

/// The same rows without those ticked to be removed.
pub fn without_removed(typed: &Typed) -> Typed {
    let kept: Vec<usize> =
        (1..=count(typed)).filter(|row| typed.at("role_remove", row).is_empty()).collect();
    let mut pairs = vec![pair("rows", kept.len().max(1))];
    for (row, old) in (1_usize..).zip(kept) {
        let moved = FIELDS.iter().map(|it| (format!("{it}_{row}"), typed.at(it, old).to_owned()));
        pairs.extend(moved);
    }
    Typed::pairs(pairs)
}

/// The same rows and an empty one.
pub fn with_another(typed: &Typed) -> Typed {
    let rows = count(typed).saturating_add(1).min(MOST_ROLES);
    let mut pairs = vec![pair("rows", rows)];
    pairs.extend(typed.0.pairs().iter().filter(|(name, _)| name != "rows").cloned());
    Typed::pairs(pairs)
}

pub(super) fn parse(typed: &Typed, lists: &Lists) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let mut roles = Vec::new();
    for row in 1..=count(typed) {
        let empty = ["role_title", "role_people", "role_days"]
            .iter()
            .all(|field| typed.at(field, row).trim().is_empty());
        if !empty || row == 1 {
            roles.extend(role(typed, row, lists, &mut mistakes));
        }
    }
    if mistakes.is_empty() { Ok(Edit::Roles(roles)) } else { Err(mistakes) }
}

fn role(typed: &Typed, row: usize, lists: &Lists, mistakes: &mut Mistakes) -> Option<NewRole> {
    let mut keep =
        |field: &str, parsed: Result<i32, String>| mistakes.keep(&format!("{field}_{row}"), parsed);
    let level = number(typed.at("role_level", row), "the level", 1, 7);
    let level = keep("role_level", level.map_err(|_| "Choose a level".to_owned()));
    let people =
        keep("role_people", number(typed.at("role_people", row), "the number of people", 1, 100));
    let days = keep("role_days", number(typed.at("role_days", row), "the number of days", 1, 2000));
    let title = text::line(typed.at("role_title", row), "what this person does", 100);
    let title = mistakes.keep(&format!("role_title_{row}"), title);
    let nppv = Some(typed.at("role_nppv", row)).filter(|it| is_listed(&lists.nppv, it));
    let nsv = Some(typed.at("role_nsv", row)).filter(|it| is_listed(&lists.nsv, it));
    Some(NewRole {
        title: title?,
        sfia_level: i16::try_from(level?).ok()?,
        people: people?,
        days: days?,
        nppv: nppv.map(str::to_owned),
        nsv: nsv.unwrap_or("none").to_owned(),
        needed_by: NeededBy::parse(typed.at("role_by", row)).unwrap_or(NeededBy::Start),
    })
}

#[cfg(test)]
mod tests {
    use super::{Typed, pair, with_another, without_removed};

    #[test]
    fn rows_are_added_and_removed_and_the_others_keep_what_was_typed() {
        let typed = Typed::pairs(vec![
            pair("rows", 2),
            pair("role_title_1", "Analyst"),
            pair("role_remove_1", "yes"),
            pair("role_title_2", "Examiner"),
        ]);
        let left = without_removed(&typed);
        assert_eq!((left.of("rows"), left.of("role_title_1")), ("1", "Examiner"));
        let more = with_another(&left);
        assert_eq!((more.of("rows"), more.of("role_title_1")), ("2", "Examiner"));
    }
}
