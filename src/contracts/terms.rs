//! What a contract says: the request, the winning bid and the framework, put
//! together as one document.

use chrono::NaiveDate;

use super::document::{Document, Section};
use super::model::Basis;
use super::outcomes;
use crate::requests::model::{Classification, Ir35, TeamRole};
use crate::types::ids::RoleId;
use crate::types::money::{Money, percent};
use crate::types::uk_time;

/// Draws up the document. `None` if the fee cannot be worked out.
pub fn draw_up(reference: &str, basis: &Basis, term: (NaiveDate, NaiveDate)) -> Option<Document> {
    let fixed = basis.price.is_fixed_price();
    Some(Document {
        title: format!("Call-off contract {reference}"),
        sections: vec![
            parties(basis),
            origin(basis),
            work(basis),
            if fixed { outcomes::people(basis) } else { people(basis) },
            if fixed { outcomes::price(basis)? } else { price(basis)? },
            length(basis, term),
            off_payroll(basis),
            security(basis),
            data_protection(basis),
            signing(basis),
            order_of_terms(basis),
        ],
    })
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
        .term("SHA-256 of the bid", &it.bid_digest)
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
    let section = it.roles.iter().fold(Section::new("People and day rates"), |section, role| {
        section.term(&role_name(it, role), role_words(it, role))
    });
    section
        .clause("Day rates exclude VAT and are for a day of work by one person. They do not rise during this contract.")
        .clause("The provider may replace a person it has named by one of at least the same level and clearances, when the force agrees in writing.")
}

pub(super) fn role_name(it: &Basis, role: &TeamRole) -> String {
    let number = it.roles.iter().position(|other| other.id == role.id).map_or(0, |at| at + 1);
    format!("Role {number}")
}

fn role_words(it: &Basis, role: &TeamRole) -> String {
    let level = it.levels.iter().find(|level| level.level == role.sfia_level);
    let level = level.map_or_else(String::new, |level| format!(" ({})", level.name));
    let line = it.price.lines.iter().zip(&it.roles).find(|(_, other)| other.id == role.id);
    let rate = line.map_or(Money::ZERO, |(line, _)| line.day_rate);
    let cost = line.map_or(Money::ZERO, |(line, _)| line.cost);
    let mut said = vec![
        role.title.clone(),
        format!("SFIA level {}{level}", role.sfia_level),
        format!("People: {}; days for each: {}", role.people, role.days),
        format!("Day rate: {rate}; together: {cost}"),
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

fn price(it: &Basis) -> Option<Section> {
    let fee = u32::try_from(it.framework.fee_basis_points).ok()?;
    let sum = it.price.excluding_vat.percentage(fee)?;
    Some(
        Section::new("Price and payment")
            .term("Work at the day rates", it.price.work.to_string())
            .term("Expenses, at cost and agreed beforehand, at most", it.price.expenses_cap.to_string())
            .term("The most that may be charged, excluding VAT", it.price.excluding_vat.to_string())
            .term("Framework fee", format!("{} of that, at most {sum}, excluding VAT", percent(it.framework.fee_basis_points)))
            .clause("The provider charges for days worked and accepted, and never more than the most that may be charged unless a variation signed by both sides says so.")
            .clause("The framework fee is a line of its own on the operator’s invoice to the force and no part of what the provider charges.")
            .clause("VAT is added at the rate in force. The force pays undisputed invoices within 30 days of receiving them."),
    )
}

fn length(it: &Basis, (starts_on, ends_on): (NaiveDate, NaiveDate)) -> Section {
    let extension = match it.request.extension_months {
        0 => "None".to_owned(),
        1 => "Up to 1 month".to_owned(),
        months => format!("Up to {months} months"),
    };
    Section::new("Term")
        .term("First day", uk_time::day(starts_on))
        .term("Last day", uk_time::day(ends_on))
        .term("Extension", extension)
        .clause("An extension takes a variation signed by both sides before the last day.")
}

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
        .clause("Each signature is to the SHA-256 of exactly this text. The text never changes; what is agreed later is a variation, signed again.")
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
