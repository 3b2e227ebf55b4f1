//! Who may recommend, approve and decline, and when a contract may be signed.

use super::model::{Award, Fitness};
use super::state::{AwardEvent, AwardState};
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::error::Error;
use crate::evaluation::model::RankedBid;
use crate::requests::bands::model::Needed;
use crate::requests::model::{Phase, Request, VAT_BASIS_POINTS};
use crate::types::calendar::{Standstill, WorkingDays};
use crate::types::money::Money;
use crate::types::state::Step;
use crate::types::time::Moment;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a role that recommends.
    #[error(
        "Recommending an award needs the role “Requester”. Ask an administrator of your force."
    )]
    NotARequester,
    /// Not a role that approves.
    #[error("Approving an award needs the role “Approver”. Ask an administrator of your force.")]
    NotAnApprover,
    /// The request is elsewhere.
    #[error(
        "An award is decided after quality is locked and before the request ends. This request is not at that point."
    )]
    WrongTime,
    /// There is an active award.
    #[error("An award of this request is already recommended or approved.")]
    AlreadyRecommended,
    /// There is none.
    #[error("There is no recommendation to decide on. It may have been decided already.")]
    NothingRecommended,
    /// The bid is out.
    #[error("This bid is disqualified, so it cannot be awarded.")]
    Disqualified,
    /// Another came first.
    #[error(
        "{0} is in first place, and an award goes to the bid in first place, by the rules that were published with the request. If that bid cannot have it, change the ranking with the reason, then recommend."
    )]
    NotFirst(String),
    /// Its price is low, and nobody heard its bidder.
    #[error(
        "The price of {0} is marked as abnormally low and its bidder was not heard about it. Ask the bidder to explain the price first: the award can be decided when a second person has accepted the answer."
    )]
    Unheard(String),
    /// The same person.
    #[error("You recommended this award, so another person must approve or decline it.")]
    SamePerson,
    /// Approved by this person already.
    #[error(
        "You have approved this award already. It takes two approvers, so another person must approve or decline it."
    )]
    ApprovedAlready,
    /// The team may not do the work.
    #[error(
        "The team of {name} lacks a clearance that the request asks for by the award, so the award cannot be approved: {why}"
    )]
    Uncleared {
        /// The provider.
        name: String,
        /// Who lacks what.
        why: String,
    },
    /// The value cannot be worked out.
    #[error("The value of this award is too large to be worked out.")]
    NoValue,
    /// The provider may not take it.
    #[error(
        "{name} may not be awarded work in this lot today, so the award cannot be approved. What Muster tells them: “{why}”"
    )]
    WinnerBarred {
        /// The provider.
        name: String,
        /// What bars it.
        why: String,
    },
    /// The standstill cannot be counted.
    #[error("{0}.")]
    NoCalendar(String),
    /// The ranking may change.
    #[error(
        "A change of the ranking waits for a second person. It must be made, refused or withdrawn before anything is decided."
    )]
    RankingWaits,
    /// A bidder is to answer, or an answer is to be decided on.
    #[error(
        "A bidder is asked to explain an abnormally low price. That must be settled before anything is decided."
    )]
    QuestionOpen,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May this person recommend now? `locked` is whether quality is.
pub fn may_recommend(
    who: &ForceMember,
    request: &Request,
    active: Option<&Award>,
    locked: bool,
    now: Moment,
) -> Result<(), Refusal> {
    if !who.has(Role::Requester) {
        return Err(Refusal::NotARequester);
    }
    if active.is_some() {
        return Err(Refusal::AlreadyRecommended);
    }
    if !locked || request.phase(now) != Phase::Evaluating {
        Err(Refusal::WrongTime)
    } else {
        Ok(())
    }
}

/// Is nothing in the way of a decision? `changing` is whether a change of the
/// ranking waits, `asking` whether a bidder's explanation does.
pub fn is_settled(changing: bool, asking: bool) -> Result<(), Refusal> {
    match (changing, asking) {
        (true, _) => Err(Refusal::RankingWaits),
        (false, true) => Err(Refusal::QuestionOpen),
        (false, false) => Ok(()),
    }
}

/// May this bid be awarded?
pub fn may_be_awarded(bid: &RankedBid) -> Result<(), Refusal> {
    if bid.disqualified.is_some() { Err(Refusal::Disqualified) } else { Ok(()) }
}

/// Is it in first place? `first` is who is.
pub fn is_first(bid: &RankedBid, first: &str) -> Result<(), Refusal> {
    if bid.rank == Some(1) { Ok(()) } else { Err(Refusal::NotFirst(first.to_owned())) }
}

/// Was the bidder heard, as an abnormally low price asks for?
pub fn is_heard(name: &str, heard: bool) -> Result<(), Refusal> {
    if heard { Ok(()) } else { Err(Refusal::Unheard(name.to_owned())) }
}

/// May this person decide on the recommendation?
pub fn may_decide(
    who: &ForceMember,
    award: Option<&Award>,
    event: AwardEvent,
) -> Result<Step<AwardState>, Refusal> {
    if !who.has(Role::Approver) {
        return Err(Refusal::NotAnApprover);
    }
    let award = award.ok_or(Refusal::NothingRecommended)?;
    let step = Step::take(award.state, event).ok_or(Refusal::NothingRecommended)?;
    if award.recommended_by == who.user {
        Err(Refusal::SamePerson)
    } else if event == AwardEvent::Approve && award.first_approved_by == Some(who.user) {
        Err(Refusal::ApprovedAlready)
    } else {
        Ok(step)
    }
}

/// May this person take the recommendation back? It may be another than whoever
/// made it, so that nobody's absence keeps a request waiting.
pub fn may_take_back(
    who: &ForceMember,
    award: Option<&Award>,
) -> Result<Step<AwardState>, Refusal> {
    if !who.has(Role::Requester) {
        return Err(Refusal::NotARequester);
    }
    let award = award.ok_or(Refusal::NothingRecommended)?;
    Step::take(award.state, AwardEvent::TakeBack).ok_or(Refusal::NothingRecommended)
}

/// What an award comes to, VAT included: what its force's band is held against.
pub fn value(price: Money) -> Result<Money, Refusal> {
    let vat = price.percentage(VAT_BASIS_POINTS);
    vat.and_then(|vat| price.checked_add(vat)).ok_or(Refusal::NoValue)
}

/// The rule on who approves, as a sentence.
pub fn approvals_said(needed: Needed, value: Money) -> String {
    match needed {
        Needed::One(line) => format!(
            "One approver is enough, because the award comes to {value} with VAT, which is not above {line:#}."
        ),
        Needed::TwoForValue(line) => format!(
            "Two different approvers must agree, because the award comes to {value} with VAT, which is above {line:#}."
        ),
        Needed::TwoForUrgency => "Two different approvers must agree.".to_owned(),
    }
}

/// May this provider still take the award?
pub fn is_fit(it: &Fitness) -> Result<(), Refusal> {
    let name = it.name.clone();
    if !it.bars.is_empty() {
        return Err(Refusal::WinnerBarred { name, why: it.bars.join(" ") });
    }
    if !it.uncleared.is_empty() {
        return Err(Refusal::Uncleared { name, why: format!("{}.", it.uncleared.join(". ")) });
    }
    Ok(())
}

/// The first moment a contract may be signed: at once without a standstill,
/// and after its last working day with one.
pub fn may_sign_from(
    approved: Moment,
    standstill_days: i32,
    calendar: &WorkingDays,
) -> Result<Moment, Refusal> {
    if standstill_days == 0 {
        return Ok(approved);
    }
    let days = u32::try_from(standstill_days).unwrap_or(0);
    let standstill = Standstill::of(days).map_err(|why| Refusal::NoCalendar(why.to_owned()))?;
    calendar
        .may_sign_after(approved, standstill)
        .map_err(|why| Refusal::NoCalendar(why.to_string()))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Refusal, is_fit, may_decide, may_recommend, may_sign_from, may_take_back, value};
    use crate::accounts::model::Role;
    use crate::accounts::roles::ForceMember;
    use crate::audit::Actor;
    use crate::awards::model::{Award, Fitness};
    use crate::awards::state::{AwardEvent, AwardState};
    use crate::bids::samples;
    use crate::requests::state::RequestState;
    use crate::types::calendar::WorkingDays;
    use crate::types::money::Money;
    use crate::types::time::Moment;

    fn person(n: u128, roles: &[Role]) -> ForceMember {
        ForceMember {
            by: Actor::system("test"),
            user: Uuid::from_u128(n).into(),
            name: "Sam".to_owned(),
            roles: roles.to_vec(),
            force: Uuid::from_u128(99).into(),
        }
    }

    fn award(by: u128, state: AwardState) -> Award {
        Award {
            id: Uuid::from_u128(7).into(),
            request_id: Uuid::from_u128(8).into(),
            bid_id: Uuid::from_u128(9).into(),
            state,
            reason: "The best answer for the money".to_owned(),
            recommended_by: Uuid::from_u128(by).into(),
            recommended_at: at("2026-03-10T12:00:00Z"),
            first_approved_by: None,
            first_approved_at: None,
            approved_by: None,
            approved_at: None,
            may_sign_from: None,
            decline_reason: String::new(),
        }
    }

    fn at(iso: &str) -> Moment {
        iso.parse().unwrap()
    }

    #[test]
    fn nobody_decides_on_their_own_recommendation() {
        let both = person(1, &[Role::Requester, Role::Approver]);
        let other = person(2, &[Role::Approver]);
        let recommended = award(1, AwardState::Recommended);
        for event in [AwardEvent::Approve, AwardEvent::Decline] {
            assert_eq!(may_decide(&both, Some(&recommended), event), Err(Refusal::SamePerson));
            assert!(may_decide(&other, Some(&recommended), event).is_ok());
            assert_eq!(may_decide(&other, None, event), Err(Refusal::NothingRecommended));
            let approved = award(1, AwardState::Approved);
            assert_eq!(
                may_decide(&other, Some(&approved), event),
                Err(Refusal::NothingRecommended)
            );
            let requester = person(3, &[Role::Requester]);
            assert_eq!(
                may_decide(&requester, Some(&recommended), event),
                Err(Refusal::NotAnApprover)
            );
        }
    }

    #[test]
    fn two_approvers_are_two_people() {
        let mut it = award(1, AwardState::Recommended);
        it.first_approved_by = Some(Uuid::from_u128(2).into());
        let judge = |n| may_decide(&person(n, &[Role::Approver]), Some(&it), AwardEvent::Approve);
        assert_eq!(judge(2), Err(Refusal::ApprovedAlready));
        assert!(judge(3).is_ok());
        let first = person(2, &[Role::Approver]);
        assert!(may_decide(&first, Some(&it), AwardEvent::Decline).is_ok(), "minds change");
    }

    #[test]
    fn a_requester_takes_back_what_is_not_decided() {
        let recommended = award(1, AwardState::Recommended);
        for user in [1, 2] {
            assert!(may_take_back(&person(user, &[Role::Requester]), Some(&recommended)).is_ok());
        }
        let approver = person(2, &[Role::Approver]);
        assert_eq!(may_take_back(&approver, Some(&recommended)), Err(Refusal::NotARequester));
        for none in [None, Some(&award(1, AwardState::Approved))] {
            let judged = may_take_back(&person(1, &[Role::Requester]), none);
            assert_eq!(judged, Err(Refusal::NothingRecommended));
        }
    }

    #[test]
    fn an_award_is_worth_its_price_with_vat() {
        let pence = |pence| Money::from_pence(pence).unwrap();
        assert_eq!(value(pence(9_000_000)), Ok(pence(10_800_000)));
        assert_eq!(value(pence(i64::MAX)), Err(Refusal::NoValue));
    }

    #[test]
    fn what_has_lapsed_is_named() {
        let mut it = Fitness { name: "Kestrel".to_owned(), bars: vec![], uncleared: vec![] };
        assert_eq!(is_fit(&it), Ok(()));
        it.uncleared.push("Specialist 1 does not hold SC, and it is needed at award".to_owned());
        let said = is_fit(&it).unwrap_err().to_string();
        assert!(said.contains("Kestrel") && said.ends_with("needed at award."), "{said}");
        it.bars.push("Your company is suspended.".to_owned());
        let said = is_fit(&it).unwrap_err().to_string();
        assert!(said.contains("is suspended"), "{said}");
    }

    #[test]
    fn a_recommendation_waits_for_the_lock_and_is_made_once() {
        let who = person(1, &[Role::Requester]);
        let now = at("2026-03-10T12:00:00Z");
        let mut request = samples::request();
        request.state = RequestState::Evaluating;
        assert_eq!(may_recommend(&who, &request, None, true, now), Ok(()));
        assert_eq!(may_recommend(&who, &request, None, false, now), Err(Refusal::WrongTime));
        let active = award(1, AwardState::Recommended);
        assert_eq!(
            may_recommend(&who, &request, Some(&active), true, now),
            Err(Refusal::AlreadyRecommended)
        );
        let approver = person(2, &[Role::Approver]);
        assert_eq!(
            may_recommend(&approver, &request, None, true, now),
            Err(Refusal::NotARequester)
        );
        request.state = RequestState::Cancelled;
        assert_eq!(may_recommend(&who, &request, None, true, now), Err(Refusal::WrongTime));
    }

    #[test]
    fn signing_waits_for_the_standstill_and_never_for_an_unknown_calendar() {
        let holidays = ["2026-01-01", "2026-03-17", "2026-12-28"];
        let calendar = WorkingDays::new(holidays.map(|it| it.parse().unwrap()), 2026);
        let approved = at("2026-03-12T15:00:00Z");
        assert_eq!(may_sign_from(approved, 0, &calendar), Ok(approved));
        assert_eq!(may_sign_from(approved, 8, &calendar), Ok(at("2026-03-25T00:00:00Z")));
        let late = may_sign_from(at("2026-12-29T12:00:00Z"), 8, &calendar).unwrap_err();
        assert!(late.to_string().contains("not loaded for 2027"), "{late}");
        assert!(may_sign_from(approved, 3, &calendar).is_err());
    }
}
