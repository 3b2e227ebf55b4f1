//! What a contract says: the request, the winning bid and the framework, put
//! together as one document.

use chrono::NaiveDate;

use super::document::{Document, Section};
use super::model::Basis;
use super::outcomes;
use super::schedule::Schedule;
use super::variations::model::Difference;
use crate::requests::model::{Classification, Ir35, TeamRole};
use crate::types::ids::RoleId;
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
            parties(basis),
            origin(basis),
            work(basis),
            if fixed { outcomes::people(basis) } else { people(basis) },
            schedule.section(basis.framework.fee_basis_points)?,
            length(extension(basis.request.extension_months), agreed.term),
            measures(&agreed.measures),
            off_payroll(basis),
            security(basis),
            data_protection(basis),
            signing(basis),
            order_of_terms(basis),
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

fn parties(it: &Basis) -> Section {
    Section::new("Parties")
        .term("Buyer", &it.force.contracting_authority)
        .term("Acting for", &it.force.name)
        .term("Provider", &it.provider.name)
        .term("Company number", it.provider.company_number.as_deref().unwrap_or_default())
        .term("Registered address", &it.provider.address)
        .term("Provider’s contact", contact(it))
        .clause("In this contract “the force” means the buyer and those who act for it.")
        .clause("The operator of Muster runs the framework and is not a party to this contract.")
}

fn contact(it: &Basis) -> String {
    let parts = [&it.provider.contact_name, &it.provider.contact_email, &it.provider.contact_phone];
    let said: Vec<&str> =
        parts.into_iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    said.join(", ")
}

fn origin(it: &Basis) -> Section {
    let submitted = it.bid.submitted_at.map(uk_time::full).unwrap_or_default();
    let [quality, price] = &it.bid_digests;
    Section::new("What this contract is made from")
        .term("Framework", &it.framework.name)
        .term("Version of the framework’s terms", it.terms_version.to_string())
        .term("Lot", &it.lot)
        .term(
            "Request",
            format!(
                "{}, version {}: {}",
                it.request.reference, it.request.version, it.request.title
            ),
        )
        .term("Bid", format!("{}, submitted at {submitted}", it.bid.reference))
        .term("SHA-256 of the bid’s quality envelope", quality)
        .term("SHA-256 of the bid’s price envelope", price)
        .term("Award approved", uk_time::full(it.award.approved_at))
        .clause("The provider does what its bid says it will do. The bid is part of this contract.")
}

fn work(it: &Basis) -> Section {
    let request = &it.request;
    Section::new("The work")
        .term("Summary", &request.summary)
        .term("Why it is needed", &request.why)
        .term("The problem to solve", &request.problem)
        .term("Outcomes", &request.outcomes)
        .term("The team the provider joins", &request.team)
        .term("Where", request.remote.label())
        .term("Region", &it.region)
        .term("Site", &request.site)
        .term("Working arrangements", &request.working)
}

fn people(it: &Basis) -> Section {
    it.roles
        .iter()
        .fold(Section::new("Scope: roles and people"), |section, role| {
            section.term(&role_name(it, role), role_words(it, role))
        })
        .clause("The provider may replace a person it has named by one of at least the same level and clearances, when the force agrees in writing.")
}

pub(super) fn role_name(it: &Basis, role: &TeamRole) -> String {
    let number = it.roles.iter().position(|other| other.id == role.id).map_or(0, |at| at + 1);
    format!("Role {number}")
}

fn role_words(it: &Basis, role: &TeamRole) -> String {
    let level = it.levels.iter().find(|level| level.level == role.sfia_level);
    let level = level.map_or_else(String::new, |level| format!(" ({})", level.name));
    let mut said = vec![
        role.title.clone(),
        format!("SFIA level {}{level}", role.sfia_level),
        format!("Named: {}", named(it, role.id)),
    ];
    said.extend(clearances(role));
    said.join("\n")
}

pub(super) fn named(it: &Basis, role: RoleId) -> String {
    let people = it.bid.team.iter().filter(|person| person.role_id == role);
    let names: Vec<&str> = people.map(|person| person.name.as_str()).collect();
    if names.is_empty() { "nobody yet".to_owned() } else { names.join(", ") }
}

pub(super) fn clearances(role: &TeamRole) -> Option<String> {
    let national = Some(role.nsv.as_str()).filter(|it| *it != "none");
    let needed: Vec<&str> = [role.nppv.as_deref(), national].into_iter().flatten().collect();
    let by = role.needed_by.label().to_lowercase();
    (!needed.is_empty()).then(|| format!("Clearances: {}, in place {by}", needed.join(" and ")))
}

/// How much longer the request allows, in words.
fn extension(months: i32) -> String {
    match months {
        0 => "None".to_owned(),
        1 => "Up to 1 month".to_owned(),
        months => format!("Up to {months} months"),
    }
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

fn off_payroll(it: &Basis) -> Section {
    Section::new("Off-payroll working (IR35)")
        .term("The force’s determination", it.request.ir35.map_or("Not stated", Ir35::label))
}

fn security(it: &Basis) -> Section {
    let classification = it.request.classification.map_or("OFFICIAL", Classification::label);
    let wanted = &it.request.certifications;
    let wanted = if wanted.is_empty() { String::new() } else { format!("{wanted}\nor equivalent") };
    Section::new("Security")
        .term("Classification of the work", classification)
        .term("Certifications", wanted)
        .clause("A clearance or insurance that is not in place when it is needed may come later only where an approver of the force has said so in writing.")
        .clause("Each person has the clearances of their role in place by when it says, and for as long as they work under this contract. The provider tells the force at once when a clearance lapses or is withdrawn.")
        .clause("The provider tells the force within 24 hours of becoming aware of a security incident that touches this work.")
}

fn data_protection(it: &Basis) -> Section {
    Section::new("Data protection")
        .term("Registration with the Information Commissioner", &it.provider.ico_number)
        .term("The provider’s statement", &it.provider.data_protection_statement)
        .clause("For personal data handled in the work the force is the controller and the provider its processor. The provider acts on the force’s written instructions only, keeps the data secure and confidential, uses no other processor without written agreement, and deletes or returns the data at the end.")
}

fn signing(it: &Basis) -> Section {
    let may = uk_time::full(it.award.may_sign_from);
    let standstill = match it.request.standstill_days {
        0 => "None was chosen".to_owned(),
        days => format!("{days} working days"),
    };
    Section::new("Standstill and signing")
        .term("Standstill", standstill)
        .term("May be signed from", may)
        .clause("The provider signs first, then the force. This contract binds both once both have signed.")
        .clause("Each signature is to the SHA-256 of exactly this text. The text never changes; what is agreed later is a variation, a new version that both sides sign again.")
}

fn order_of_terms(it: &Basis) -> Section {
    Section::new("Terms").clause(format!(
        "Version {} of the framework’s terms applies. Where texts disagree, the framework’s terms come first, then this document, then the request with its answered questions, then the bid.",
        it.terms_version
    ))
}

#[cfg(test)]
mod tests {
    use super::clearances;
    use crate::bids::samples;
    use crate::requests::model::NeededBy;

    #[test]
    fn police_and_national_vetting_are_two_requirements() {
        for (nppv, nsv, said) in [
            (Some("NPPV3"), "SC", Some("Clearances: NPPV3 and SC, in place at the start")),
            (None, "SC", Some("Clearances: SC, in place at the start")),
            (Some("NPPV2F"), "none", Some("Clearances: NPPV2F, in place at the start")),
            (None, "none", None),
        ] {
            let role = samples::role(nppv, nsv, NeededBy::Start);
            assert_eq!(clearances(&role).as_deref(), said, "{nppv:?} {nsv}");
        }
    }
}
