//! The roles wanted: up to six rows.

use super::rows::ROLES;
use super::{Typed, number};
use crate::requests::drafting::model::{Edit, Lists, NewRole, is_listed};
use crate::requests::model::{FullRequest, NeededBy};
use crate::types::text;
use crate::web::form::Mistakes;

/// What makes a row one that is filled in.
const WRITTEN: [&str; 3] = ["role_title", "role_people", "role_days"];

pub(super) fn filled(full: &FullRequest) -> Vec<(String, String)> {
    let row = |it: &crate::requests::model::TeamRole| {
        vec![
            it.title.clone(),
            it.sfia_level.to_string(),
            it.people.to_string(),
            it.days.to_string(),
            it.nppv.clone().unwrap_or_default(),
            it.nsv.clone(),
            it.needed_by.word().to_owned(),
        ]
    };
    ROLES.filled(full.roles.iter().map(row).collect())
}

/// Where the outcomes are priced, roles are optional.
pub(super) fn parse(typed: &Typed, full: &FullRequest, lists: &Lists) -> Result<Edit, Mistakes> {
    let optional = full.request.is_fixed_price();
    let mut mistakes = Mistakes::default();
    let mut roles = Vec::new();
    for row in 1..=ROLES.count(typed) {
        let empty = ROLES.is_empty(typed, row, &WRITTEN);
        if !empty || (row == 1 && !optional) {
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
