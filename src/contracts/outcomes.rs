//! What a contract says where outcomes have a fixed price, in place of what it
//! says of day rates.

use super::clauses::{clearances, named, role_name};
use super::document::Section;
use super::model::Basis;
use crate::requests::model::{TeamRole, WantedOutcome};
use crate::types::uk_time;

/// Who does the work.
pub fn people(it: &Basis) -> Section {
    let section = it.roles.iter().fold(Section::new("People"), |section, role| {
        section.term(&role_name(it, role), role_words(it, role))
    });
    let section = section.term("The team, as the bid describes it", &it.bid.team_words);
    let section = match it.price.lines.is_empty() {
        true => section,
        false => section.clause("A day rate is for a day of other work by one person that both sides have agreed in a variation, and excludes VAT. It does not rise during this contract."),
    };
    let section = match it.roles.is_empty() {
        true => section.clause("The provider decides who does the work."),
        false => section.clause("The provider may replace a person it has named by one of at least the same level and clearances, when the force agrees in writing."),
    };
    section.clause(
        "The prices of the outcomes are for the outcomes, however many people and days they take.",
    )
}

fn role_words(it: &Basis, role: &TeamRole) -> String {
    let level = it.levels.iter().find(|level| level.level == role.sfia_level);
    let level = level.map_or_else(String::new, |level| format!(" ({})", level.name));
    let mut said = vec![role.title.clone(), format!("SFIA level {}{level}", role.sfia_level)];
    said.push(format!("Named: {}", named(it, role.id)));
    said.extend(it.rated(role.id).map(|rate| format!("Day rate for other work: {rate}")));
    said.extend(clearances(role));
    said.join("\n")
}

/// What is delivered, and how it is accepted.
pub fn delivered(it: &Basis) -> Section {
    let section =
        (1..).zip(&it.outcomes).fold(Section::new("Outcomes"), |section, (number, one)| {
            section.term(&format!("Outcome {number}"), outcome_words(one))
        });
    section
        .clause("The force accepts an outcome when it is as described here, and otherwise says in writing what is missing. The provider then delivers it again at no further charge.")
        .clause("The provider charges the price of an outcome once the force has accepted it.")
}

fn outcome_words(outcome: &WantedOutcome) -> String {
    let due = match outcome.due_on {
        Some(day) => format!("Due: {}", uk_time::day(day)),
        None => "Due: by the last day of this contract".to_owned(),
    };
    [outcome.title.clone(), due, format!("Accepted if: {}", outcome.acceptance)].join("\n")
}
