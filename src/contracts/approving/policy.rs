//! Who approves a variation, and how many it takes. Pure.

use chrono::NaiveDate;

use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::contracts::variations::model::Proposal;
use crate::contracts::versions::model::{Approval, Priced, Version};
use crate::contracts::versions::state::{VersionEvent, VersionState};
use crate::error::Error;
use crate::requests::bands::model::Needed;
use crate::types::money::Money;
use crate::types::state::Step;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a role that approves.
    #[error("Approving a variation needs the role “Approver”. Ask an administrator of your force.")]
    NotAnApprover,
    /// Nothing waits.
    #[error("There is no variation to decide on. It may have been decided or withdrawn already.")]
    NothingWaits,
    /// The same person.
    #[error("You proposed this variation, so another person must approve it or send it back.")]
    SamePerson,
    /// Approved by this person already.
    #[error(
        "You have approved this variation already. It takes two approvers, so another person must approve it or send it back."
    )]
    ApprovedAlready,
    /// It is another than the one that was on the page.
    #[error(
        "Another variation has been proposed since you read this page. Nothing was decided: read it, then decide."
    )]
    AnotherOne,
    /// Its last day has passed meanwhile.
    #[error(
        "The last day that this variation sets has passed, so it cannot be approved. Send it back."
    )]
    OutOfDate,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// Whether a proposal is approved within the force first: whatever changes the
/// price or the term is.
pub fn wanted(current: &Priced, new: &Proposal) -> Approval {
    if current.schedule == new.schedule && current.version.ends_on == new.ends_on {
        Approval::NotWanted
    } else {
        Approval::Wanted
    }
}

/// May this person decide on what waits? The move that the last approval, or
/// sending it back, makes.
pub fn may_decide(
    who: &ForceMember,
    open: Option<&Version>,
    event: VersionEvent,
) -> Result<Step<VersionState>, Refusal> {
    if !who.has(Role::Approver) {
        return Err(Refusal::NotAnApprover);
    }
    let version = open.filter(|it| it.state == VersionState::Proposed);
    let version = version.ok_or(Refusal::NothingWaits)?;
    let step = Step::take(version.state, event).ok_or(Refusal::NothingWaits)?;
    if version.made_by == Some(who.user) {
        Err(Refusal::SamePerson)
    } else if version.first_approved_by == Some(who.user) {
        Err(Refusal::ApprovedAlready)
    } else {
        Ok(step)
    }
}

/// Is what waits the version of the page on which somebody decided?
pub fn is_the_one_read(version: &Version, read: i32) -> Result<(), Refusal> {
    if version.number == read { Ok(()) } else { Err(Refusal::AnotherOne) }
}

/// Can it still be carried out?
pub fn is_timely(version: &Version, today: NaiveDate) -> Result<(), Refusal> {
    if version.ends_on < today { Err(Refusal::OutOfDate) } else { Ok(()) }
}

/// The rule on who approves, as a sentence. `value` includes VAT.
pub fn approvals_said(needed: Needed, value: Money) -> String {
    match needed {
        Needed::One(line) => format!(
            "One approver is enough, because the contract would come to {value} with VAT, which is not above {line:#}."
        ),
        Needed::TwoForValue(line) => format!(
            "Two different approvers must agree, because the contract would come to {value} with VAT, which is above {line:#}."
        ),
        Needed::TwoForUrgency => "Two different approvers must agree.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::audit::Actor;
    use crate::contracts::samples::{day, pounds, schedule, version};
    use crate::contracts::versions::state::VersionKind;
    use crate::types::ids::ForceId;

    fn person(n: u128, roles: &[Role]) -> ForceMember {
        ForceMember {
            by: Actor::system("test"),
            user: Uuid::from_u128(n).into(),
            name: "Sam".to_owned(),
            roles: roles.to_vec(),
            force: ForceId::mint(),
        }
    }

    fn proposed() -> Version {
        Version {
            made_by: Some(Uuid::from_u128(1).into()),
            ..version(2, VersionKind::Variation, VersionState::Proposed)
        }
    }

    #[test]
    fn an_approver_who_did_not_propose_it_decides_and_each_once() {
        let first = Version { first_approved_by: Some(Uuid::from_u128(2).into()), ..proposed() };
        let signed = version(1, VersionKind::Original, VersionState::Signed);
        let offered = version(2, VersionKind::Variation, VersionState::Offered);
        let approver = [Role::Approver];
        for (who, roles, open, found) in [
            (2, &approver[..], Some(&proposed()), None),
            (1, &approver[..], Some(&proposed()), Some(Refusal::SamePerson)),
            (2, &[Role::ContractManager][..], Some(&proposed()), Some(Refusal::NotAnApprover)),
            (2, &approver[..], Some(&first), Some(Refusal::ApprovedAlready)),
            (3, &approver[..], Some(&first), None),
            (2, &approver[..], Some(&offered), Some(Refusal::NothingWaits)),
            (2, &approver[..], Some(&signed), Some(Refusal::NothingWaits)),
            (2, &approver[..], None, Some(Refusal::NothingWaits)),
        ] {
            for event in [VersionEvent::Approve, VersionEvent::SendBack] {
                let judged = may_decide(&person(who, roles), open, event);
                assert_eq!(judged.err(), found, "{who} {event:?}");
            }
        }
    }

    #[test]
    fn price_and_term_are_approved_and_the_rest_is_not() {
        let version = version(1, VersionKind::Original, VersionState::Signed);
        let current = Priced { version, schedule: schedule() };
        let same = Proposal {
            schedule: schedule(),
            ends_on: current.version.ends_on,
            measures: "Other measures".to_owned(),
            particulars: "Another site.".to_owned(),
            reason: "It moved.".to_owned(),
        };
        assert_eq!(wanted(&current, &same), Approval::NotWanted);
        let longer = Proposal { ends_on: day("2026-07-31"), ..same.clone() };
        assert_eq!(wanted(&current, &longer), Approval::Wanted);
        let mut dearer = same;
        dearer.schedule.expenses_cap = pounds(5_001);
        assert_eq!(wanted(&current, &dearer), Approval::Wanted);
    }

    #[test]
    fn what_was_read_is_what_is_decided_while_it_can_still_be_done() {
        let it = proposed();
        assert_eq!(is_the_one_read(&it, 2), Ok(()));
        assert_eq!(is_the_one_read(&it, 3), Err(Refusal::AnotherOne));
        assert_eq!(is_timely(&it, it.ends_on), Ok(()));
        assert_eq!(is_timely(&it, day("2026-07-01")), Err(Refusal::OutOfDate));
    }
}
