//! A page of a draft as it stands, line by line: what a field is called, and
//! what it says. Whoever was overtaken reads it beside what they typed.

use std::ops::RangeInclusive;

use crate::requests::drafting::forms::{Rows, Typed, questions};
use crate::requests::drafting::model::Lists;
use crate::requests::model::{
    Classification, Ir35, NeededBy, PriceMethod, Pricing, Remote, Route, Section,
};
use crate::requests::shown::route_words;
use crate::types::uk_time;
use crate::web::form::Choice;

type Lines = Vec<(String, String)>;

/// What a page says, line by line.
pub fn said(section: Section, typed: &Typed, lists: &Lists) -> Lines {
    let plain = |fields: &[(&str, &str)]| -> Lines {
        fields.iter().map(|(name, label)| line(label, typed.of(name))).collect()
    };
    let lines = match section {
        Section::Basics => vec![
            line("Title", typed.of("title")),
            line("Lot", label(&lists.lots, typed.of("lot"))),
            line("Summary", typed.of("summary")),
            line("Specialisms", &labels(&lists.specialisms, &typed.all("specialisms"))),
        ],
        Section::Need => plain(&[
            ("why", "Why the work is needed"),
            ("problem", "The problem to solve"),
            ("outcomes", "What should be there at the end"),
            ("team", "Who the provider will work with"),
        ]),
        Section::Pricing => vec![line(
            "What bids put a price on",
            Pricing::parse(typed.of("pricing")).map_or("", Pricing::label),
        )],
        Section::Outcomes => rows(section, typed).map(|row| outcome(row, typed)).collect(),
        Section::Roles => rows(section, typed).map(|row| role(row, typed, lists)).collect(),
        Section::Place => vec![
            line("Region", label(&lists.regions, typed.of("region"))),
            line(
                "Where the work is done",
                Remote::parse(typed.of("remote")).map_or("", Remote::label),
            ),
            line("Site", typed.of("site")),
            line("Working arrangements", typed.of("working")),
        ],
        Section::Route => vec![
            line("Who may bid", Route::parse(typed.of("route")).map_or("", route_words)),
            line("Reason", typed.of("route_reason")),
            line("Provider", label(&lists.providers, typed.of("direct_provider"))),
        ],
        Section::Dates => vec![
            line("Question deadline", &deadline(typed, "questions")),
            line("Bid deadline", &deadline(typed, "closes")),
        ],
        Section::Term => vec![
            line("Start of the work", &day(typed, "starts")),
            line("Length in months", typed.of("length")),
            line("Option to extend, in months", typed.of("extension")),
        ],
        Section::Money => vec![
            line("Budget, excluding VAT", typed.of("budget")),
            line("Options, excluding VAT", typed.of("options")),
            line("Providers may see the budget", typed.of("budget_shown")),
            line(
                "Off-payroll working (IR35)",
                Ir35::parse(typed.of("ir35")).map_or("", Ir35::label),
            ),
            line(
                "Classification",
                Classification::parse(typed.of("classification")).map_or("", Classification::label),
            ),
        ],
        Section::Requirements => plain(&[
            ("essential", "Essential requirements"),
            ("nice", "Nice-to-have requirements"),
            ("certifications", "Certifications"),
        ]),
        Section::Scoring => vec![
            line("Highest score", typed.of("scale_max")),
            line(
                "How prices earn marks",
                PriceMethod::parse(typed.of("price_method")).map_or("", PriceMethod::label),
            ),
        ],
        Section::Criteria => criteria(typed, lists),
        Section::Panel => vec![
            line("Evaluators", &labels(&lists.evaluators, &typed.all("panel"))),
            line("Chair", &labels(&lists.evaluators, &typed.all("chair"))),
            line("Conflict-of-interest assessment", typed.of("conflict_assessment")),
            line("Standstill, in working days", typed.of("standstill")),
        ],
    };
    let or_nothing = |said: String| if said.is_empty() { "Nothing".to_owned() } else { said };
    lines.into_iter().map(|(what, said)| (what, or_nothing(said))).collect()
}

fn line(what: &str, said: &str) -> (String, String) {
    (what.to_owned(), said.trim().to_owned())
}

fn label<'a>(choices: &'a [Choice], value: &'a str) -> &'a str {
    choices.iter().find(|it| it.value == value).map_or(value, |it| it.label.as_str())
}

fn labels(choices: &[Choice], values: &[String]) -> String {
    values.iter().map(|it| label(choices, it)).collect::<Vec<_>>().join("; ")
}

fn day(typed: &Typed, name: &str) -> String {
    ["day", "month", "year"].map(|part| typed.at(name, part).trim()).join(" ")
}

fn deadline(typed: &Typed, name: &str) -> String {
    let hour = typed.at(name, "hour").parse().map(uk_time::hour_name).unwrap_or_default();
    format!("{} {hour}", day(typed, name))
}

fn rows(section: Section, typed: &Typed) -> RangeInclusive<usize> {
    1..=Rows::of(section).map_or(0, |it| it.count(typed))
}

fn outcome(row: usize, typed: &Typed) -> (String, String) {
    let at = |field: &str| typed.at(field, row).trim();
    let lines = [
        at("outcome_title").to_owned(),
        format!("How it is accepted: {}", at("outcome_acceptance")),
        format!("Due: {}", day(typed, &format!("outcome_due_{row}"))),
    ];
    (format!("Outcome {row}"), lines.join("\n"))
}

fn role(row: usize, typed: &Typed, lists: &Lists) -> (String, String) {
    let at = |field: &str| typed.at(field, row).trim();
    let vetting = [label(&lists.nppv, at("role_nppv")), label(&lists.nsv, at("role_nsv"))];
    let vetting: Vec<_> = vetting.into_iter().filter(|it| !it.is_empty()).collect();
    let by = NeededBy::parse(at("role_by")).map_or("", NeededBy::label);
    let lines = [
        at("role_title").to_owned(),
        format!("SFIA level: {}", label(&lists.levels, at("role_level"))),
        format!("People: {}. Days each: {}", at("role_people"), at("role_days")),
        format!("Clearances: {}. {by}", vetting.join(" and ")),
    ];
    (format!("Role {row}"), lines.join("\n").trim().to_owned())
}

fn criteria(typed: &Typed, lists: &Lists) -> Lines {
    let mut lines = Vec::new();
    for one in &lists.criteria {
        for row in questions(typed, &one.code) {
            let at = |field: &str| typed.at(field, &row.key).trim();
            let (question, weight) = (at("question"), at("weight"));
            if question.is_empty() && weight.is_empty() {
                continue;
            }
            let mut said = vec![format!("Weight: {weight}")];
            if !one.is_price {
                said.push(question.to_owned());
                said.push(format!("A good answer covers: {}", at("guidance")));
                said.push(format!("Words: {}. Minimum score: {}", at("words"), at("minimum")));
            }
            lines.push((row.called(&one.name), said.join("\n")));
        }
    }
    lines.push(line("Why social value weighs less than 10", typed.of("social_value_reason")));
    lines
}

#[cfg(test)]
mod tests {
    use super::said;
    use crate::requests::drafting::forms::{Typed, filled};
    use crate::requests::drafting::samples::{fixed, lists};
    use crate::requests::model::Section;

    #[test]
    fn every_field_of_every_page_can_be_read_beside_ones_own() {
        let mut full = fixed();
        full.criteria.insert(1, full.criteria[0].clone());
        for section in Section::ALL {
            let typed = filled(*section, &full);
            let found = said(*section, &typed, &lists());
            let text: String = found.iter().map(|it| format!("{}\n", it.1)).collect();
            for (name, value) in typed.sent() {
                let code =
                    name.starts_with("questions_") || name == "rows" || name.ends_with("_hour");
                let coded = [
                    "route",
                    "remote",
                    "ir35",
                    "classification",
                    "price_method",
                    "pricing",
                    "lot",
                    "role_by",
                ];
                if code || coded.iter().any(|it| name.starts_with(it)) {
                    continue;
                }
                assert!(text.contains(value.as_str()), "{name}={value} is not in {text}");
            }
            assert!(found.iter().all(|it| !it.1.is_empty()), "{found:?}");
        }
    }

    #[test]
    fn questions_and_deadlines_are_told_apart_and_what_is_empty_is_nothing() {
        let mut full = fixed();
        full.criteria.insert(1, full.criteria[0].clone());
        let found = said(Section::Criteria, &filled(Section::Criteria, &full), &lists());
        let names: Vec<_> = found.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(names[..2], ["technical_merit, question 1", "technical_merit, question 2"]);
        let found = said(Section::Dates, &filled(Section::Dates, &full), &lists());
        assert_eq!(found[1], ("Bid deadline".to_owned(), "20 1 2026 12 noon".to_owned()));
        let found = said(Section::Need, &Typed::default(), &lists());
        assert_eq!(found[0], ("Why the work is needed".to_owned(), "Nothing".to_owned()));
    }
}
