//! What is missing at the start, and who may waive it. Pure.

use super::model::{GateKind, Needed, Shortfall};
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::bids::clearance;
use crate::contracts::state::ContractState;
use crate::error::Error;
use crate::requests::model::{NeededBy, TeamRole};
use crate::types::ids::UserId;
use crate::types::uk_time;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a role that waives.
    #[error("A person of your force with the role “Approver” waives what is not in place.")]
    NotAnApprover,
    /// The same person.
    #[error(
        "You drew up this contract, so another approver has to decide whether something may come later."
    )]
    SamePerson,
    /// Both have signed, or it is over.
    #[error("This contract no longer waits for a signature, so there is nothing to waive.")]
    TooLate,
    /// It is there by now, or was waived.
    #[error("There is no such thing missing now. Look at the contract again.")]
    NothingMissing,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// What is missing on the day it is needed.
pub fn shortfalls(it: &Needed) -> Vec<Shortfall> {
    let mut found = Vec::new();
    for person in &it.team {
        let Some(role) = it.roles.iter().find(|role| role.id == person.role_id) else { continue };
        // Of a bid the level is judged; here only what has to be in place is.
        let role = TeamRole { sfia_level: 0, needed_by: NeededBy::Start, ..role.clone() };
        for gap in clearance::gaps(&role, person, &it.ladders, it.on) {
            let subject = person.specialist_id.uuid();
            let one = Shortfall { kind: GateKind::Clearance, subject, said: gap.said };
            // One person may be named for two roles that ask for the same.
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }
    for insurance in &it.insurances {
        let what = insurance.kind.label();
        let said = match insurance.expires_on {
            _ if insurance.by_start => Some(format!(
                "{what} insurance is promised by the start, and the provider has not said that it is in place"
            )),
            Some(day) if day < it.on => {
                Some(format!("{what} insurance expires on {}, before the start", uk_time::day(day)))
            }
            _ => None,
        };
        let one =
            |said| Shortfall { kind: GateKind::Insurance, subject: insurance.id.uuid(), said };
        found.extend(said.map(one));
    }
    found
}

/// May this person waive something of a contract? `made_by` drew up what waits
/// to be signed.
pub fn may_waive(
    who: &ForceMember,
    state: ContractState,
    made_by: Option<UserId>,
) -> Result<(), Refusal> {
    if !who.has(Role::Approver) {
        return Err(Refusal::NotAnApprover);
    }
    if !matches!(state, ContractState::Offered | ContractState::ProviderSigned) {
        return Err(Refusal::TooLate);
    }
    if made_by == Some(who.user) { Err(Refusal::SamePerson) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::audit::Actor;
    use crate::bids::model::Nominee;
    use crate::bids::samples;
    use crate::contracts::gates::model::{Gates, Waiver};
    use crate::providers::model::{Insurance, InsuranceKind};
    use crate::types::ids::{ForceId, InsuranceId, SpecialistId, WaiverId};
    use crate::types::money::Money;

    fn day(typed: &str) -> NaiveDate {
        typed.parse().unwrap()
    }

    fn needed(nsv: &str, insurances: Vec<Insurance>) -> Needed {
        let role = samples::role(Some("NPPV3"), "SC", NeededBy::Bid);
        let person = Nominee {
            role_id: role.id,
            specialist_id: SpecialistId::mint(),
            name: "Robin Vale".to_owned(),
            sfia_level: 1,
            nppv: Some("NPPV3".to_owned()),
            nppv_expires: Some(day("2026-03-31")),
            nsv: nsv.to_owned(),
            nsv_expires: Some(day("2027-01-01")),
        };
        Needed {
            roles: vec![role],
            team: vec![person],
            ladders: samples::ladders(),
            insurances,
            on: day("2026-04-01"),
        }
    }

    fn insurance(expires: Option<&str>, by_start: bool) -> Insurance {
        Insurance {
            id: InsuranceId::mint(),
            kind: InsuranceKind::Cyber,
            cover_pence: Money::from_pence(100).unwrap(),
            expires_on: expires.map(day),
            by_start,
        }
    }

    fn said(it: &Needed) -> Vec<String> {
        shortfalls(it).into_iter().map(|it| it.said).collect()
    }

    #[test]
    fn clearances_are_needed_at_the_start_whenever_the_bid_needed_them() {
        let found = said(&needed("CTC", vec![]));
        assert_eq!(found.len(), 2, "a level below the role is no gate: {found:?}");
        assert!(found[0].contains("NPPV3, which expires on 31 March 2026"), "{found:?}");
        assert!(found[1].contains("Robin Vale does not hold SC"), "{found:?}");
        let mut long = needed("DV", vec![]);
        long.team[0].nppv_expires = Some(day("2026-04-01"));
        assert!(said(&long).is_empty());
    }

    #[test]
    fn insurance_is_in_place_when_it_runs_on_the_first_day() {
        for (insurance, missing) in [
            (insurance(Some("2026-04-01"), false), false),
            (insurance(Some("2026-03-31"), false), true),
            (insurance(None, true), true),
            (insurance(Some("2027-01-01"), true), true),
        ] {
            let mut it = needed("SC", vec![insurance]);
            it.team.clear();
            assert_eq!(!said(&it).is_empty(), missing, "{:?}", it.insurances);
        }
    }

    #[test]
    fn a_waiver_is_for_the_shortfall_as_it_was() {
        let mut it = needed("CTC", vec![]);
        let shortfalls = shortfalls(&it);
        let waiver = |said: &Shortfall| Waiver {
            id: WaiverId::mint(),
            kind: said.kind,
            subject: said.subject,
            shortfall: said.said.clone(),
            reason: "It comes in May.".to_owned(),
            waived_at: samples::noon(),
            by: "Alex".to_owned(),
        };
        let waivers = shortfalls.iter().map(waiver).collect();
        let mut gates = Gates { shortfalls, waivers };
        assert!(gates.missing().is_empty());
        it.team[0].nppv_expires = Some(day("2026-03-30"));
        gates.shortfalls = super::shortfalls(&it);
        assert_eq!(gates.missing().len(), 1, "it runs out on another day");
    }

    #[test]
    fn an_approver_who_did_not_draw_it_up_waives_before_it_binds() {
        let who = |n: u128, roles: &[Role]| ForceMember {
            by: Actor::system("test"),
            user: uuid::Uuid::from_u128(n).into(),
            name: "Sam".to_owned(),
            roles: roles.to_vec(),
            force: ForceId::mint(),
        };
        let drew = Some(uuid::Uuid::from_u128(1).into());
        let offered = ContractState::Offered;
        assert_eq!(may_waive(&who(2, &[Role::Approver]), offered, drew), Ok(()));
        let manager = who(2, &[Role::ContractManager]);
        assert_eq!(may_waive(&manager, offered, drew), Err(Refusal::NotAnApprover));
        let both = who(1, &[Role::Approver, Role::ContractManager]);
        assert_eq!(may_waive(&both, offered, drew), Err(Refusal::SamePerson));
        for state in [ContractState::Active, ContractState::Returned, ContractState::Ended] {
            let late = may_waive(&who(2, &[Role::Approver]), state, drew);
            assert_eq!(late, Err(Refusal::TooLate), "{state:?}");
        }
    }
}
