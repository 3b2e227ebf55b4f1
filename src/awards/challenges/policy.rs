//! Who may challenge an award, until when, and who lifts the hold. Pure.

use super::model::Challenge;
use super::state::{ChallengeEvent, ChallengeState};
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::awards::model::Award;
use crate::bids::state::BidState;
use crate::error::Error;
use crate::requests::model::Request;
use crate::requests::state::RequestState;
use crate::types::state::Step;
use crate::types::time::Moment;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a role that records one.
    #[error(
        "Recording a challenge needs the role “Requester”, “Approver” or “Contract manager”. Ask an administrator of your force."
    )]
    NotARecorder,
    /// Not a role that lifts one.
    #[error("Lifting a hold needs the role “Approver”. Ask an administrator of your force.")]
    NotAnApprover,
    /// There is no award.
    #[error("There is no approved award to challenge.")]
    NoAward,
    /// Both have signed.
    #[error("Both sides have signed the contract, so a hold would stop nothing.")]
    Signed,
    /// The winner.
    #[error("Your bid won, so there is nothing to challenge.")]
    Won,
    /// No standstill was chosen.
    #[error(
        "No standstill was chosen for this request, so a challenge is not raised here. Write to the force."
    )]
    NoStandstill,
    /// The standstill is over.
    #[error(
        "The standstill is over, so a challenge can no longer be raised here. Write to the force."
    )]
    TooLate,
    /// One at a time.
    #[error("Your company’s challenge is open already.")]
    AlreadyRaised,
    /// It ended.
    #[error("This challenge is not open any more.")]
    NotOpen,
    /// The same person.
    #[error("You recorded this challenge, so another person must lift the hold.")]
    SamePerson,
    /// Signing waits.
    #[error(
        "The award is on hold because it is challenged. The contract cannot be signed until the hold is lifted."
    )]
    OnHold,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May a bidder whose bid stands so challenge the award? `own` is what its
/// company has raised against it.
pub fn may_raise(
    bid: BidState,
    request: &Request,
    award: Option<&Award>,
    own: &[Challenge],
    now: Moment,
) -> Result<(), Refusal> {
    let award = award.ok_or(Refusal::NoAward)?;
    match bid {
        BidState::Unsuccessful | BidState::Disqualified => {}
        BidState::Preferred => return Err(Refusal::Won),
        _ => return Err(Refusal::NoAward),
    }
    match request.state {
        RequestState::Standstill => {}
        RequestState::Decided => return Err(Refusal::NoStandstill),
        _ => return Err(Refusal::TooLate),
    }
    if award.may_sign_from.is_none_or(|it| now >= it) {
        return Err(Refusal::TooLate);
    }
    let raised = own.iter().any(|it| it.is_open() && !it.by_force);
    if raised { Err(Refusal::AlreadyRaised) } else { Ok(()) }
}

/// May this person record a challenge that came another way? Until both have
/// signed: a claim at a court may come after the standstill.
pub fn may_record(
    who: &ForceMember,
    request: &Request,
    award: Option<&Award>,
) -> Result<(), Refusal> {
    let roles = [Role::Requester, Role::Approver, Role::ContractManager];
    if !roles.iter().any(|it| who.has(*it)) {
        return Err(Refusal::NotARecorder);
    }
    match request.state {
        RequestState::Decided | RequestState::Standstill if award.is_some() => Ok(()),
        RequestState::Contracted => Err(Refusal::Signed),
        _ => Err(Refusal::NoAward),
    }
}

/// May this person lift the hold? Not who recorded it; a bidder's is lifted by
/// any approver, who is the second person then.
pub fn may_lift(who: &ForceMember, it: &Challenge) -> Result<Step<ChallengeState>, Refusal> {
    if !who.has(Role::Approver) {
        return Err(Refusal::NotAnApprover);
    }
    let step = Step::take(it.state, ChallengeEvent::Lift).ok_or(Refusal::NotOpen)?;
    if it.raised_by == who.user { Err(Refusal::SamePerson) } else { Ok(step) }
}

/// May this bidder take the challenge back? Only what the company itself raised.
pub fn may_take_back(it: &Challenge) -> Result<Step<ChallengeState>, Refusal> {
    let step = Step::take(it.state, ChallengeEvent::Withdraw).ok_or(Refusal::NotOpen)?;
    if it.by_force { Err(Refusal::NotOpen) } else { Ok(step) }
}

/// May a contract be signed, as far as challenges go? `held` is whether one is open.
pub fn may_sign(held: bool) -> Result<(), Refusal> {
    if held { Err(Refusal::OnHold) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;
    use crate::audit::Actor;
    use crate::awards::state::AwardState;
    use crate::bids::samples;
    use crate::types::ids::ChallengeId;

    fn person(n: u128, roles: &[Role]) -> ForceMember {
        ForceMember {
            by: Actor::system("test"),
            user: Uuid::from_u128(n).into(),
            name: "Sam".to_owned(),
            roles: roles.to_vec(),
            force: Uuid::from_u128(99).into(),
        }
    }

    fn award() -> Award {
        Award {
            id: Uuid::from_u128(7).into(),
            request_id: Uuid::from_u128(8).into(),
            bid_id: Uuid::from_u128(9).into(),
            state: AwardState::Approved,
            reason: String::new(),
            recommended_by: Uuid::from_u128(1).into(),
            recommended_at: samples::noon(),
            first_approved_by: None,
            first_approved_at: None,
            approved_by: Some(Uuid::from_u128(2).into()),
            approved_at: Some(samples::noon()),
            may_sign_from: Some(samples::noon() + TimeDelta::days(12)),
            decline_reason: String::new(),
        }
    }

    fn challenge(by_force: bool, state: ChallengeState) -> Challenge {
        Challenge {
            id: ChallengeId::mint(),
            request_id: Uuid::from_u128(8).into(),
            award_id: Uuid::from_u128(7).into(),
            provider_id: Some(Uuid::from_u128(6).into()),
            brought_by: String::new(),
            by_force,
            state,
            words: "A score is wrong.".to_owned(),
            raised_by: Uuid::from_u128(3).into(),
            raised_at: samples::noon(),
            decided_by: None,
            decided_at: None,
            decision: String::new(),
        }
    }

    #[test]
    fn a_loser_challenges_within_the_standstill_and_not_a_millisecond_later() {
        let award = award();
        let end = award.may_sign_from.unwrap();
        let request = |state| Request { state, ..samples::request() };
        let standing = request(RequestState::Standstill);
        let judge = |bid, now| may_raise(bid, &standing, Some(&award), &[], now);
        let last = end - TimeDelta::milliseconds(1);
        assert_eq!(judge(BidState::Unsuccessful, last), Ok(()));
        assert_eq!(judge(BidState::Disqualified, last), Ok(()));
        assert_eq!(judge(BidState::Unsuccessful, end), Err(Refusal::TooLate));
        assert_eq!(judge(BidState::Preferred, last), Err(Refusal::Won));
        assert_eq!(judge(BidState::Scored, last), Err(Refusal::NoAward));
        for (state, refusal) in [
            (RequestState::Decided, Refusal::NoStandstill),
            (RequestState::Contracted, Refusal::TooLate),
            (RequestState::Cancelled, Refusal::TooLate),
        ] {
            let it = request(state);
            let judged = may_raise(BidState::Unsuccessful, &it, Some(&award), &[], last);
            assert_eq!(judged, Err(refusal), "{state:?}");
        }
        let own = [challenge(false, ChallengeState::Raised)];
        let judged = may_raise(BidState::Unsuccessful, &standing, Some(&award), &own, last);
        assert_eq!(judged, Err(Refusal::AlreadyRaised));
        let own = [challenge(false, ChallengeState::Lifted)];
        assert!(may_raise(BidState::Unsuccessful, &standing, Some(&award), &own, last).is_ok());
    }

    #[test]
    fn the_force_records_one_until_both_have_signed() {
        let (who, award) = (person(1, &[Role::ContractManager]), award());
        for state in RequestState::ALL {
            let request = Request { state: *state, ..samples::request() };
            let wanted = match state {
                RequestState::Decided | RequestState::Standstill => Ok(()),
                RequestState::Contracted => Err(Refusal::Signed),
                _ => Err(Refusal::NoAward),
            };
            assert_eq!(may_record(&who, &request, Some(&award)), wanted, "{state:?}");
        }
    }

    #[test]
    fn another_than_who_recorded_it_lifts_the_hold() {
        let it = challenge(true, ChallengeState::Raised);
        let judge = |n, roles: &[Role]| may_lift(&person(n, roles), &it).map(drop);
        assert_eq!(judge(3, &[Role::Approver]), Err(Refusal::SamePerson));
        assert_eq!(judge(2, &[Role::Approver]), Ok(()));
        assert_eq!(judge(2, &[Role::Requester]), Err(Refusal::NotAnApprover));
        assert_eq!(may_take_back(&it).map(drop), Err(Refusal::NotOpen));
        assert!(may_take_back(&challenge(false, ChallengeState::Raised)).is_ok());
        assert_eq!(may_sign(true), Err(Refusal::OnHold));
        assert_eq!(may_sign(false), Ok(()));
    }
}
