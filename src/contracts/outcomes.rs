//! What a contract says where outcomes have a fixed price, in place of what it
//! says of day rates.

use super::document::Section;
use super::model::Basis;
use super::terms::{clearances, named, role_name};
use crate::requests::model::{TeamRole, WantedOutcome};
use crate::types::money::{Money, percent};
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

/// What is delivered, how it is accepted, and what it costs.
pub fn price(it: &Basis) -> Option<Section> {
    let fee = u32::try_from(it.framework.fee_basis_points).ok()?;
    let sum = it.price.excluding_vat.percentage(fee)?;
    let priced = it.outcomes.iter().zip(&it.price.outcomes);
    let section = (1..).zip(priced).fold(
        Section::new("Outcomes, price and payment"),
        |section, (number, (outcome, line))| {
            section.term(&format!("Outcome {number}"), outcome_words(outcome, line.price))
        },
    );
    Some(
        section
            .term("All outcomes together", it.price.work.to_string())
            .term("Expenses, at cost and agreed beforehand, at most", it.price.expenses_cap.to_string())
            .term("The most that may be charged, excluding VAT", it.price.excluding_vat.to_string())
            .term("Framework fee", format!("{} of that, at most {sum}, excluding VAT", percent(it.framework.fee_basis_points)))
            .clause("The provider charges the price of an outcome once the force has accepted it, and never more than the most that may be charged unless a variation signed by both sides says so.")
            .clause("The force accepts an outcome when it is as described here, and otherwise says in writing what is missing. The provider then delivers it again at no further charge.")
            .clause("The framework fee is a line of its own on the operator’s invoice to the force and no part of what the provider charges.")
            .clause("VAT is added at the rate in force. The force pays undisputed invoices within 30 days of receiving them."),
    )
}

fn outcome_words(outcome: &WantedOutcome, price: Money) -> String {
    let due = match outcome.due_on {
        Some(day) => format!("Due: {}", uk_time::day(day)),
        None => "Due: by the last day of this contract".to_owned(),
    };
    let said = [
        outcome.title.clone(),
        format!("Price: {price}"),
        due,
        format!("Accepted if: {}", outcome.acceptance),
    ];
    said.join("\n")
}
