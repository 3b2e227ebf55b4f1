//! What a contract says: its sections put together as one document, and what a
//! correction or a variation writes in their place.

use chrono::NaiveDate;

use super::clauses;
use super::document::{Document, Section};
use super::model::Basis;
use super::outcomes;
use super::schedule::Schedule;
use super::variations::model::Difference;
use crate::types::uk_time;

/// What the section that says what a version changes is called.
pub const CHANGES: &str = "What this version changes";
/// What the section with the first and last day is called.
pub const TERM: &str = "Term";
/// What the section about performance is called.
pub const MEASURES: &str = "Performance measures";
/// What the section of what else was agreed is called.
pub const PARTICULARS: &str = "What else is agreed";

/// What performance is judged by where the force says nothing else.
pub const USUAL_MEASURES: [&str; 4] = [
    "Outcomes and reports are delivered by the dates agreed: at least 95 in 100",
    "Work is accepted the first time it is delivered: at least 90 in 100",
    "A person who leaves is replaced by one of at least the same level and clearances within 10 working days",
    "Questions of the force are answered within 1 working day",
];

/// Where the outcomes stand, where they are what is priced: after the work.
const DELIVERED_AT: usize = 3;

/// What a document is called.
pub fn title(reference: &str, number: i32) -> String {
    match number {
        1 => format!("Call-off contract {reference}"),
        number => format!("Call-off contract {reference}, version {number}"),
    }
}

/// What the two sides agree beside the request and the bid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// The first and the last day.
    pub term: (NaiveDate, NaiveDate),
    /// What performance is judged by, one to a line.
    pub measures: String,
    /// What else was agreed.
    pub particulars: String,
}

/// Draws up the document. `None` if the price or the fee cannot be worked out.
pub fn draw_up(
    (reference, number): (&str, i32),
    basis: &Basis,
    schedule: &Schedule,
    agreed: &Agreed,
) -> Option<Document> {
    let fixed = basis.price.is_fixed_price();
    let mut document = Document {
        title: title(reference, number),
        sections: vec![
            clauses::parties(basis),
            clauses::origin(basis),
            clauses::work(basis),
            if fixed { outcomes::people(basis) } else { clauses::people(basis) },
            schedule.section(basis.framework.fee_basis_points)?,
            length(clauses::extension(basis.request.extension_months), agreed.term),
            measures(&agreed.measures),
            clauses::off_payroll(basis),
            clauses::security(basis),
            clauses::data_protection(basis),
            clauses::signing(basis),
            clauses::order_of_terms(basis),
        ],
    };
    if fixed {
        document.sections.insert(DELIVERED_AT, outcomes::delivered(basis));
    }
    if !agreed.particulars.is_empty() {
        document.put(particulars(&agreed.particulars));
    }
    Some(document)
}

/// The same document, saying first which version it replaces and why.
pub fn correcting(document: &str, replaced: i32, reason: &str) -> String {
    let mut document = Document::read(document);
    let changes = Section::new(CHANGES)
        .term("Replaces", format!("Version {replaced}, which not both sides had signed"))
        .term("Why", reason);
    document.sections.insert(0, changes);
    document.text()
}

/// What a variation changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed<'a> {
    /// The contract.
    pub reference: &'a str,
    /// The number of the new version.
    pub number: i32,
    /// The number of the one it replaces.
    pub replaced: i32,
    /// Why.
    pub reason: &'a str,
    /// What was and what becomes.
    pub differences: &'a [Difference],
    /// How far it is from what was first agreed.
    pub facts: Vec<String>,
}

/// A contract's document with what a variation changes in its place.
pub fn varied(document: &str, it: &Changed<'_>, price: Section, agreed: &Agreed) -> Document {
    let mut document = Document::read(document);
    document.title = title(it.reference, it.number);
    let allowed = document.section(TERM).and_then(|it| it.value(EXTENSION)).unwrap_or("None");
    let term = length(allowed.to_owned(), agreed.term);
    document.put(price);
    document.put(term);
    document.put(measures(&agreed.measures));
    match agreed.particulars.as_str() {
        "" => document.take_out(PARTICULARS),
        text => document.put(particulars(text)),
    }
    let or_nothing = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    let header = ["What changes", "Was", "Becomes"].map(str::to_owned).to_vec();
    let row = |it: &Difference| vec![it.what.clone(), or_nothing(&it.was), or_nothing(&it.is)];
    let rows = std::iter::once(header).chain(it.differences.iter().map(row)).collect();
    let changes = Section::new(CHANGES)
        .term("Varies", format!("Version {}, which both sides signed", it.replaced))
        .term("Why", it.reason)
        .table(rows);
    let changes = it.facts.iter().fold(changes, |section, fact| section.clause(fact.as_str()));
    let changes = changes.clause("Everything else stays as it was. This version replaces the one before it when both sides have signed it.");
    document.take_out(CHANGES);
    document.sections.insert(0, changes);
    document
}

/// What was agreed, in words of the two sides.
pub fn particulars(text: &str) -> Section {
    Section::new(PARTICULARS).term("Agreed", text)
}

/// What performance is judged by, and when.
pub fn measures(text: &str) -> Section {
    let lines = (1..).zip(text.lines().filter(|it| !it.trim().is_empty()));
    lines
        .fold(Section::new(MEASURES), |section, (number, line)| {
            section.term(&format!("Measure {number}"), line)
        })
        .clause("The force rates each measure at least once a year and when the contract ends, as good, approaching target, requires improvement, inadequate or other, and says why. The provider reads every rating.")
}

/// The first and last day, and how much longer the contract may run.
pub fn length(extension: String, (starts_on, ends_on): (NaiveDate, NaiveDate)) -> Section {
    Section::new(TERM)
        .term("First day", uk_time::day(starts_on))
        .term("Last day", uk_time::day(ends_on))
        .term(EXTENSION, extension)
        .clause("An extension is taken up by a variation that both sides sign before the last day.")
        .clause("The force may end this contract before its last day by a decision of two of its people, giving a reason in writing. Work done and accepted until then is paid.")
}

/// What the line about extensions is called.
pub const EXTENSION: &str = "Extension the request allows, after the last day first agreed";
