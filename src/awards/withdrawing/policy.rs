//! Who may take an approved award back, and until when. Pure.

use super::model::Withdrawal;
use super::state::{WithdrawalEvent, WithdrawalState};
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::awards::model::Award;
use crate::awards::state::{AwardEvent, AwardState};
use crate::error::Error;
use crate::requests::model::Request;
use crate::requests::state::{RequestEvent, RequestState};
use crate::types::state::Step;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a role that asks for it.
    #[error(
        "Withdrawing an award needs the role “Requester” or “Approver”. Ask an administrator of your force."
    )]
    NotAProposer,
    /// Not a role that decides.
    #[error(
        "Deciding on the withdrawal of an award needs the role “Approver”. Ask an administrator of your force."
    )]
    NotAnApprover,
    /// There is no award to withdraw.
    #[error(
        "There is no approved award to withdraw. One that is only recommended is declined instead."
    )]
    NoAward,
    /// Both have signed.
    #[error("Both sides have signed the contract, so the award can no longer be withdrawn.")]
    Signed,
    /// Somebody asked already.
    #[error("The withdrawal of this award waits for a second person already.")]
    AlreadyProposed,
    /// Nobody asked, or it is decided.
    #[error("No withdrawal waits for a second person. It may have been decided on already.")]
    NothingWaits,
    /// The same person.
    #[error("You asked to withdraw this award, so another person must decide.")]
    SamePerson,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// The moves that take an award back: the award's and the request's.
type Moves = (Step<AwardState>, Step<RequestState>);

fn moves(request: &Request, award: Option<&Award>) -> Result<Moves, Refusal> {
    if request.state == RequestState::Contracted {
        return Err(Refusal::Signed);
    }
    let award = award.and_then(|it| Step::take(it.state, AwardEvent::Withdraw));
    let request = Step::take(request.state, RequestEvent::Reconsider);
    award.zip(request).ok_or(Refusal::NoAward)
}

/// May this person ask to withdraw the award?
pub fn may_propose(
    who: &ForceMember,
    request: &Request,
    award: Option<&Award>,
    waiting: Option<&Withdrawal>,
) -> Result<(), Refusal> {
    if !who.has(Role::Requester) && !who.has(Role::Approver) {
        return Err(Refusal::NotAProposer);
    }
    let _ = moves(request, award)?;
    if waiting.is_some() { Err(Refusal::AlreadyProposed) } else { Ok(()) }
}

/// May this person decide on the withdrawal that waits?
pub fn may_decide(
    who: &ForceMember,
    waiting: Option<&Withdrawal>,
    event: WithdrawalEvent,
) -> Result<Step<WithdrawalState>, Refusal> {
    if !who.has(Role::Approver) {
        return Err(Refusal::NotAnApprover);
    }
    let waiting = waiting.ok_or(Refusal::NothingWaits)?;
    let step = Step::take(waiting.state, event).ok_or(Refusal::NothingWaits)?;
    if waiting.proposed_by == who.user { Err(Refusal::SamePerson) } else { Ok(step) }
}

/// The moves to make when it is done.
pub fn may_be_withdrawn(request: &Request, award: Option<&Award>) -> Result<Moves, Refusal> {
    moves(request, award)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::audit::Actor;
    use crate::awards::model::samples::award;
    use crate::bids::samples;
    use crate::types::ids::WithdrawalId;

    fn person(n: u128, roles: &[Role]) -> ForceMember {
        ForceMember {
            by: Actor::system("test"),
            user: Uuid::from_u128(n).into(),
            name: "Sam".to_owned(),
            roles: roles.to_vec(),
            force: Uuid::from_u128(99).into(),
        }
    }

    fn waiting() -> Withdrawal {
        Withdrawal {
            id: WithdrawalId::mint(),
            request_id: Uuid::from_u128(8).into(),
            award_id: Uuid::from_u128(7).into(),
            state: WithdrawalState::Proposed,
            reason: "A score was misread.".to_owned(),
            proposed_by: Uuid::from_u128(1).into(),
            proposed_at: samples::noon(),
            decided_by: None,
            decided_at: None,
            decision: String::new(),
        }
    }

    #[test]
    fn only_an_approved_award_is_withdrawn_and_only_until_both_have_signed() {
        let who = person(1, &[Role::Requester]);
        let approved = award(AwardState::Approved);
        for state in RequestState::ALL {
            let mut request = samples::request();
            request.state = *state;
            let may = may_propose(&who, &request, Some(&approved), None);
            let wanted = match state {
                RequestState::Decided | RequestState::Standstill => Ok(()),
                RequestState::Contracted => Err(Refusal::Signed),
                _ => Err(Refusal::NoAward),
            };
            assert_eq!(may, wanted, "{state:?}");
        }
        let mut request = samples::request();
        request.state = RequestState::Standstill;
        let judge = |award, waiting| may_propose(&who, &request, award, waiting);
        assert_eq!(judge(None, None), Err(Refusal::NoAward));
        let recommended = award(AwardState::Recommended);
        assert_eq!(judge(Some(&recommended), None), Err(Refusal::NoAward));
        assert_eq!(judge(Some(&approved), Some(&waiting())), Err(Refusal::AlreadyProposed));
        let signs = person(2, &[Role::ContractManager]);
        let judged = may_propose(&signs, &request, Some(&approved), None);
        assert_eq!(judged, Err(Refusal::NotAProposer));
    }

    #[test]
    fn another_than_the_one_who_asks_decides() {
        let judge = |n, roles: &[Role], waiting: Option<&Withdrawal>| {
            may_decide(&person(n, roles), waiting, WithdrawalEvent::Make).map(drop)
        };
        let it = waiting();
        assert_eq!(judge(1, &[Role::Approver], Some(&it)), Err(Refusal::SamePerson));
        assert_eq!(judge(2, &[Role::Approver], Some(&it)), Ok(()));
        assert_eq!(judge(2, &[Role::Requester], Some(&it)), Err(Refusal::NotAnApprover));
        assert_eq!(judge(2, &[Role::Approver], None), Err(Refusal::NothingWaits));
    }
}
