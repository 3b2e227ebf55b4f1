//! Who declares, when, and what a conflict keeps somebody from. Pure.

use super::model::{Bidder, Declaration};
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::error::Error;
use crate::evaluation::panel::model::Panel;
use crate::requests::model::{Phase, Request};
use crate::types::ids::UserId;
use crate::types::time::Moment;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Neither scores nor decides.
    #[error(
        "Conflicts of interest are declared by the panel of this request, by requesters and approvers of your force, and, once quality is locked, by everyone of your force who reads how the bids compare."
    )]
    NotAsked,
    /// Nothing is open, or all is decided.
    #[error(
        "Conflicts of interest with bidders are declared after the bids are opened and before the contract is signed."
    )]
    WrongTime,
    /// Some company has no answer.
    #[error(
        "The companies that bid are not those you answered for. Open the page again and answer for each company."
    )]
    NotEveryCompany,
    /// They have not said whether they have one.
    #[error(
        "Before you decide anything about an award, declare for every company that bid whether you have a conflict of interest with it."
    )]
    Undeclared,
    /// They are to read what is not decided yet.
    #[error(
        "Until the award is decided, how the bids compare is shown to those of your force who have declared for every company that bid whether they have a conflict of interest with it. Declare first."
    )]
    UndeclaredReader,
    /// They have a conflict.
    #[error(
        "You have declared a conflict of interest with a company that bid on this request, so what compares its bids is not for you. A colleague without one takes care of it."
    )]
    Recused,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May this person declare conflicts now? Whoever scores does so before the
/// decision; whoever may withdraw an award or lift a hold, until both have signed;
/// and everyone else of the force once quality is locked, since only then is there
/// something to read that compares bids.
pub fn may_declare(
    who: &ForceMember,
    request: &Request,
    panel: &Panel,
    locked: bool,
    now: Moment,
) -> Result<(), Refusal> {
    let decides = who.has(Role::Requester) || who.has(Role::Approver);
    if !decides && panel.member(who.user).is_none() && !locked {
        return Err(Refusal::NotAsked);
    }
    let in_time = match request.phase(now) {
        Phase::Evaluating => true,
        Phase::Decided | Phase::Standstill => decides,
        _ => false,
    };
    if in_time && !panel.bids.is_empty() { Ok(()) } else { Err(Refusal::WrongTime) }
}

/// May this person decide something about the award, as far as their own
/// conflicts of interest go? Only once they have said whether they have any.
pub fn is_open(panel: &Panel, user: UserId) -> Result<(), Refusal> {
    may_compare(panel, user)?;
    if panel.has_declared(user) { Ok(()) } else { Err(Refusal::Undeclared) }
}

/// May this person read how bids compare? `undecided` is whether quality is locked
/// and no award is decided: until then, only once they have said whether they have
/// a conflict of interest. Whoever has one never does.
pub fn may_read(panel: &Panel, user: UserId, undecided: bool) -> Result<(), Refusal> {
    may_compare(panel, user)?;
    let owes = undecided && !panel.has_declared(user);
    if owes { Err(Refusal::UndeclaredReader) } else { Ok(()) }
}

/// What of a declaration is new: an answer for every company, and a conflict
/// that was declared before stands whatever is said now.
pub fn news(known: &[Bidder], said: &[Declaration]) -> Result<Vec<Declaration>, Refusal> {
    let open: Vec<&Bidder> = known.iter().filter(|it| !it.stands()).collect();
    let answered = |it: &&Bidder| said.iter().any(|one| one.bid == it.bid);
    if !open.iter().all(answered) {
        return Err(Refusal::NotEveryCompany);
    }
    let new = |it: &&Declaration| open.iter().any(|one| one.bid == it.bid);
    Ok(said.iter().filter(new).cloned().collect())
}

/// May this person read what lays every bid side by side?
pub fn may_compare(panel: &Panel, user: UserId) -> Result<(), Refusal> {
    if panel.is_recused(user) { Err(Refusal::Recused) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Refusal, may_declare, may_read, news};
    use crate::accounts::model::Role;
    use crate::accounts::roles::ForceMember;
    use crate::audit::Actor;
    use crate::bids::samples;
    use crate::evaluation::conflicts::model::{Bidder, Declaration};
    use crate::evaluation::panel::model::{Panel, Stance};
    use crate::requests::state::RequestState;
    use crate::types::ids::BidId;

    fn bid(n: u128) -> BidId {
        Uuid::from_u128(n).into()
    }

    #[test]
    fn whoever_scores_or_moderates_declares_once_bids_are_open() {
        let now = samples::noon();
        let mut request = samples::request();
        request.state = RequestState::Evaluating;
        let panel = Panel { bids: vec![bid(1)], ..Panel::default() };
        let person = |role| ForceMember {
            by: Actor::system("test"),
            user: Uuid::from_u128(1).into(),
            name: "Sam".to_owned(),
            roles: vec![role],
            force: Uuid::from_u128(99).into(),
        };
        for (role, may) in [
            (Role::Requester, Ok(())),
            (Role::Approver, Ok(())),
            (Role::Evaluator, Err(Refusal::NotAsked)),
            (Role::ContractManager, Err(Refusal::NotAsked)),
        ] {
            let person = person(role);
            assert_eq!(may_declare(&person, &request, &panel, false, now), may, "{role:?}");
            assert_eq!(may_declare(&person, &request, &panel, true, now), Ok(()), "{role:?}");
        }
        let requester = person(Role::Requester);
        let none = Panel::default();
        assert_eq!(may_declare(&requester, &request, &none, false, now), Err(Refusal::WrongTime));
        request.state = RequestState::Decided;
        assert_eq!(may_declare(&requester, &request, &panel, true, now), Ok(()), "of a withdrawal");
        let admin = person(Role::ForceAdmin);
        let late = may_declare(&admin, &request, &panel, true, now);
        assert_eq!(late, Err(Refusal::WrongTime), "they decide nothing");
        request.state = RequestState::Contracted;
        assert_eq!(may_declare(&requester, &request, &panel, true, now), Err(Refusal::WrongTime));
    }

    #[test]
    fn what_compares_bids_is_read_before_the_decision_by_those_who_have_declared() {
        let user = |n| Uuid::from_u128(n).into();
        let stance = |conflict: bool| Stance {
            declared: [bid(1)].into(),
            recused: conflict.then(|| bid(1)).into_iter().collect(),
        };
        let panel = Panel {
            bids: vec![bid(1)],
            stances: [(user(1), stance(false)), (user(2), stance(true))].into(),
            ..Panel::default()
        };
        for (who, undecided, may) in [
            (1, true, Ok(())),
            (1, false, Ok(())),
            (2, true, Err(Refusal::Recused)),
            (2, false, Err(Refusal::Recused)),
            (3, true, Err(Refusal::UndeclaredReader)),
            (3, false, Ok(())),
        ] {
            assert_eq!(may_read(&panel, user(who), undecided), may, "{who} {undecided}");
        }
    }

    #[test]
    fn every_company_is_answered_for_and_a_conflict_stands() {
        let bidder = |n, conflict| Bidder {
            bid: bid(n),
            provider: Uuid::from_u128(n).into(),
            name: String::new(),
            conflict,
            words: String::new(),
        };
        let says = |n, conflict| Declaration { bid: bid(n), conflict, words: String::new() };
        let known = [bidder(1, None), bidder(2, Some(true)), bidder(3, Some(false))];
        assert_eq!(news(&known, &[says(1, false)]), Err(Refusal::NotEveryCompany));
        let all = [says(1, false), says(2, false), says(3, true), says(4, true)];
        assert_eq!(news(&known, &all), Ok(vec![says(1, false), says(3, true)]));
    }
}
