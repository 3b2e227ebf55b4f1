//! The sections of a contract, each made from the request, the bid that won and
//! the framework.

use super::document::Section;
use super::model::Basis;
use crate::requests::model::{Classification, Ir35, TeamRole};
use crate::types::ids::RoleId;
use crate::types::uk_time;

/// Who makes it.
pub(super) fn parties(it: &Basis) -> Section {
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

/// What it is made from.
pub(super) fn origin(it: &Basis) -> Section {
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

/// What is to be done.
pub(super) fn work(it: &Basis) -> Section {
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

/// Who does it, by role.
pub(super) fn people(it: &Basis) -> Section {
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
pub(super) fn extension(months: i32) -> String {
    match months {
        0 => "None".to_owned(),
        1 => "Up to 1 month".to_owned(),
        months => format!("Up to {months} months"),
    }
}

/// How the people are taxed.
pub(super) fn off_payroll(it: &Basis) -> Section {
    Section::new("Off-payroll working (IR35)")
        .term("The force’s determination", it.request.ir35.map_or("Not stated", Ir35::label))
}

/// What the work is marked, and what that asks.
pub(super) fn security(it: &Basis) -> Section {
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

/// Whose personal data it is, and what is done with it.
pub(super) fn data_protection(it: &Basis) -> Section {
    Section::new("Data protection")
        .term("Registration with the Information Commissioner", &it.provider.ico_number)
        .term("The provider’s statement", &it.provider.data_protection_statement)
        .clause("For personal data handled in the work the force is the controller and the provider its processor. The provider acts on the force’s written instructions only, keeps the data secure and confidential, uses no other processor without written agreement, and deletes or returns the data at the end.")
}

/// When it is signed, and by whom first.
pub(super) fn signing(it: &Basis) -> Section {
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

/// Which text comes first.
pub(super) fn order_of_terms(it: &Basis) -> Section {
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
