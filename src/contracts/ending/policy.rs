//! Who may end a contract before its time, and when one has run out.

use chrono::NaiveDate;

use super::model::Termination;
use super::state::{TerminationEvent, TerminationState};
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::contracts::model::Contract;
use crate::contracts::state::{ContractEvent, ContractState};
use crate::error::Error;
use crate::types::state::Step;
use crate::types::time::Moment;
use crate::types::uk_time;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a role that proposes.
    #[error("A person of your force with the role “Contract manager” proposes to end a contract.")]
    NotAManager,
    /// Not a role that confirms.
    #[error("A person of your force with the role “Approver” confirms that a contract ends.")]
    NotAnApprover,
    /// It does not run.
    #[error("Only a contract that both sides have signed, and that has not ended, can be ended.")]
    NotRunning,
    /// It was proposed already.
    #[error("Somebody of your force proposes already to end this contract.")]
    AlreadyProposed,
    /// It was not.
    #[error("Nobody proposes to end this contract now. It may have been decided already.")]
    NothingProposed,
    /// The same person.
    #[error("You proposed to end this contract, so another person must confirm it.")]
    SamePerson,
    /// Another worker was quicker, or it was extended.
    #[error("This contract does not end today.")]
    NotOver,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May this person propose to end a contract now?
pub fn may_propose(
    who: &ForceMember,
    contract: &Contract,
    open: Option<&Termination>,
    now: Moment,
) -> Result<(), Refusal> {
    if !who.has(Role::ContractManager) {
        return Err(Refusal::NotAManager);
    }
    runs(contract, now)?;
    if open.is_some() { Err(Refusal::AlreadyProposed) } else { Ok(()) }
}

/// May this person confirm it? The moves to make, if so.
pub fn may_confirm(
    who: &ForceMember,
    contract: &Contract,
    open: Option<&Termination>,
    now: Moment,
) -> Result<(Step<TerminationState>, Step<ContractState>), Refusal> {
    if !who.has(Role::Approver) {
        return Err(Refusal::NotAnApprover);
    }
    runs(contract, now)?;
    let open = open.ok_or(Refusal::NothingProposed)?;
    let step = Step::take(open.state, TerminationEvent::Confirm);
    let step = step.ok_or(Refusal::NothingProposed)?;
    if open.proposed_by == who.user {
        return Err(Refusal::SamePerson);
    }
    let ends = Step::take(contract.state, ContractEvent::Terminate);
    Ok((step, ends.ok_or(Refusal::NotRunning)?))
}

/// May this person withdraw or decline it? Whoever may propose or confirm may.
pub fn may_withdraw(
    who: &ForceMember,
    open: Option<&Termination>,
) -> Result<Step<TerminationState>, Refusal> {
    if !who.has(Role::ContractManager) && !who.has(Role::Approver) {
        return Err(Refusal::NotAManager);
    }
    let open = open.ok_or(Refusal::NothingProposed)?;
    Step::take(open.state, TerminationEvent::Withdraw).ok_or(Refusal::NothingProposed)
}

fn runs(contract: &Contract, now: Moment) -> Result<(), Refusal> {
    match contract.standing(uk_time::date_of(now)) {
        ContractState::Active => Ok(()),
        _ => Err(Refusal::NotRunning),
    }
}

/// Has a contract run out? The move to make, if so.
pub fn may_run_out(contract: &Contract, today: NaiveDate) -> Result<Step<ContractState>, Refusal> {
    let step = Step::take(contract.state, ContractEvent::RunOut).ok_or(Refusal::NotOver)?;
    if contract.ends_on < today { Ok(step) } else { Err(Refusal::NotOver) }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::audit::Actor;
    use crate::contracts::ending::model::TerminationReason;
    use crate::contracts::samples::{contract, day, noon};
    use crate::types::ids::{ForceId, TerminationId};

    fn person(n: u128, roles: &[Role]) -> ForceMember {
        ForceMember {
            by: Actor::system("test"),
            user: Uuid::from_u128(n).into(),
            name: "Sam".to_owned(),
            roles: roles.to_vec(),
            force: ForceId::mint(),
        }
    }

    fn proposed(contract: &Contract) -> Termination {
        Termination {
            id: TerminationId::mint(),
            contract_id: contract.id,
            reason: TerminationReason::NoLongerNeeded,
            words: "The cases are closed.".to_owned(),
            state: TerminationState::Proposed,
            proposed_by: Uuid::from_u128(1).into(),
            settled_by: None,
            proposed_at: noon(),
            settled_at: None,
        }
    }

    #[test]
    fn ending_a_contract_takes_two_people() {
        let it = contract(ContractState::Active);
        let open = proposed(&it);
        let both = person(1, &[Role::ContractManager, Role::Approver]);
        assert_eq!(may_propose(&both, &it, None, noon()), Ok(()));
        assert_eq!(may_propose(&both, &it, Some(&open), noon()), Err(Refusal::AlreadyProposed));
        assert_eq!(may_confirm(&both, &it, Some(&open), noon()), Err(Refusal::SamePerson));
        let approver = person(2, &[Role::Approver]);
        assert!(may_confirm(&approver, &it, Some(&open), noon()).is_ok());
        assert_eq!(may_confirm(&approver, &it, None, noon()), Err(Refusal::NothingProposed));
        assert_eq!(may_propose(&approver, &it, None, noon()), Err(Refusal::NotAManager));
        let manager = person(3, &[Role::ContractManager]);
        assert_eq!(may_confirm(&manager, &it, Some(&open), noon()), Err(Refusal::NotAnApprover));
        for who in [&both, &approver, &manager] {
            assert!(may_withdraw(who, Some(&open)).is_ok());
            assert_eq!(may_withdraw(who, None), Err(Refusal::NothingProposed));
        }
        assert!(may_withdraw(&person(4, &[Role::Requester]), Some(&open)).is_err());
    }

    #[test]
    fn only_a_contract_that_runs_is_ended() {
        let manager = person(1, &[Role::ContractManager]);
        for state in ContractState::ALL {
            let may = may_propose(&manager, &contract(*state), None, noon()).is_ok();
            assert_eq!(may, *state == ContractState::Active, "{state:?}");
        }
    }

    #[test]
    fn a_contract_runs_out_the_day_after_its_last() {
        let it = contract(ContractState::Active);
        assert_eq!(may_run_out(&it, day("2026-06-30")), Err(Refusal::NotOver));
        assert!(may_run_out(&it, day("2026-07-01")).is_ok());
        let ended = contract(ContractState::Terminated);
        assert_eq!(may_run_out(&ended, day("2026-07-01")), Err(Refusal::NotOver));
    }
}
