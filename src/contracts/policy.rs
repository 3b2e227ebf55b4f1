//! When a contract may be drawn up, and who may sign it when.

use chrono::{Days, Months, NaiveDate};

use super::model::ApprovedAward;
use super::state::{ContractEvent, ContractState};
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::awards::challenges;
use crate::error::Error;
use crate::requests::model::Request;
use crate::requests::state::{RequestEvent, RequestState};
use crate::types::state::Step;
use crate::types::time::Moment;
use crate::types::uk_time;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nothing to draw a contract from.
    #[error(
        "A contract is drawn up from an approved award, and this request has none. An approver of the force approves the award first."
    )]
    NoAward,
    /// Not a role that draws up contracts.
    #[error("A person of your force with the role “Contract manager” draws up the contract.")]
    NotAManager,
    /// The award was withdrawn, or the request called off.
    #[error(
        "The award this contract rests on no longer stands, so it cannot be drawn up or signed."
    )]
    AwardGone,
    /// Somebody challenges the award.
    #[error("{0}")]
    OnHold(challenges::policy::Refusal),
    /// The standstill is not over.
    #[error("The contract cannot be drawn up or signed before {}, when the award may take effect.", uk_time::full(*.0))]
    TooEarly(Moment),
    /// The request does not say when the work begins or how long it takes.
    #[error(
        "The request does not say when the work starts and how long it lasts, so a contract cannot be drawn up from it."
    )]
    NoTerm,
    /// The provider has signed.
    #[error("This contract is already signed for the provider. Nothing was changed.")]
    ProviderHasSigned,
    /// The force has signed.
    #[error("This contract is already signed for the force. Nothing was changed.")]
    ForceHasSigned,
    /// The provider has not signed yet.
    #[error("The provider signs first. The force’s contract managers are told as soon as it has.")]
    ProviderFirst,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// What decides whether a contract may be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Where the contract stands.
    pub state: ContractState,
    /// Whether the award it rests on is still approved.
    pub award_stands: bool,
    /// Whether a challenge holds it up.
    pub held: bool,
    /// Where the request stands.
    pub request: RequestState,
    /// When the standstill is over.
    pub may_sign_from: Moment,
}

/// Does this person draw up contracts at all?
pub fn draws_up(who: &ForceMember) -> Result<(), Refusal> {
    if who.has(Role::ContractManager) { Ok(()) } else { Err(Refusal::NotAManager) }
}

/// May a contract be drawn up for a request with this award?
pub fn may_draw_up(
    request: &Request,
    award: Option<ApprovedAward>,
    now: Moment,
) -> Result<ApprovedAward, Refusal> {
    let award = award.ok_or(Refusal::NoAward)?;
    awaits_a_contract(request.state)?;
    in_time(award.may_sign_from, now)?;
    Ok(award)
}

/// May the provider sign now? The move to make, if so.
pub fn may_sign_for_provider(it: &Standing, now: Moment) -> Result<Step<ContractState>, Refusal> {
    let step =
        Step::take(it.state, ContractEvent::ProviderSigns).ok_or(Refusal::ProviderHasSigned)?;
    still_stands(it, now)?;
    Ok(step)
}

/// May the force sign now? The moves to make, if so: the contract's and the
/// request's.
pub fn may_sign_for_force(
    it: &Standing,
    now: Moment,
) -> Result<(Step<ContractState>, Step<RequestState>), Refusal> {
    if it.state == ContractState::Offered {
        still_stands(it, now)?;
        return Err(Refusal::ProviderFirst);
    }
    let step = Step::take(it.state, ContractEvent::ForceSigns).ok_or(Refusal::ForceHasSigned)?;
    still_stands(it, now)?;
    Ok((step, contracted(it.request)?))
}

fn still_stands(it: &Standing, now: Moment) -> Result<(), Refusal> {
    if !it.award_stands {
        return Err(Refusal::AwardGone);
    }
    awaits_a_contract(it.request)?;
    in_time(it.may_sign_from, now)?;
    challenges::policy::may_sign(it.held).map_err(Refusal::OnHold)
}

fn awaits_a_contract(request: RequestState) -> Result<(), Refusal> {
    contracted(request).map(drop)
}

fn in_time(may_sign_from: Moment, now: Moment) -> Result<(), Refusal> {
    if now < may_sign_from { Err(Refusal::TooEarly(may_sign_from)) } else { Ok(()) }
}

/// The move of the request that a signed contract makes, if it still awaits one.
fn contracted(request: RequestState) -> Result<Step<RequestState>, Refusal> {
    Step::take(request, RequestEvent::SignContract).ok_or(Refusal::AwardGone)
}

/// The first and last day of a contract drawn up today: the start that was
/// asked for, or today if that has passed.
pub fn term(request: &Request, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Refusal> {
    let starts_on = request.starts_on.ok_or(Refusal::NoTerm)?.max(today);
    let months = request.length_months.and_then(|it| u32::try_from(it).ok()).filter(|it| *it > 0);
    let months = Months::new(months.ok_or(Refusal::NoTerm)?);
    let ends_on =
        starts_on.checked_add_months(months).and_then(|it| it.checked_sub_days(Days::new(1)));
    Ok((starts_on, ends_on.ok_or(Refusal::NoTerm)?))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::bids::samples;

    fn moment() -> Moment {
        "2026-12-04T00:00:00Z".parse().unwrap()
    }

    fn standing(state: ContractState) -> Standing {
        Standing {
            state,
            award_stands: true,
            held: false,
            request: RequestState::Standstill,
            may_sign_from: moment(),
        }
    }

    #[test]
    fn the_provider_signs_first_and_each_side_once() {
        use ContractState::{Active, Offered, ProviderSigned};
        for (state, provider, force) in [
            (Offered, None, Some(Refusal::ProviderFirst)),
            (ProviderSigned, Some(Refusal::ProviderHasSigned), None),
            (Active, Some(Refusal::ProviderHasSigned), Some(Refusal::ForceHasSigned)),
        ] {
            assert_eq!(
                may_sign_for_provider(&standing(state), moment()).err(),
                provider,
                "{state:?}"
            );
            assert_eq!(may_sign_for_force(&standing(state), moment()).err(), force, "{state:?}");
        }
    }

    #[test]
    fn nobody_signs_before_the_standstill_is_over_and_the_date_is_given() {
        let early = moment() - TimeDelta::milliseconds(1);
        for state in [ContractState::Offered, ContractState::ProviderSigned] {
            let force = may_sign_for_force(&standing(state), early).unwrap_err();
            assert_eq!(force, Refusal::TooEarly(moment()));
            assert!(force.to_string().contains("Friday 4 December 2026"), "{force}");
        }
        let provider = may_sign_for_provider(&standing(ContractState::Offered), early).unwrap_err();
        assert_eq!(provider, Refusal::TooEarly(moment()));
    }

    #[test]
    fn nobody_signs_while_a_challenge_holds_the_award_up() {
        let held = |state| Standing { held: true, ..standing(state) };
        let on_hold = Refusal::OnHold(challenges::policy::Refusal::OnHold);
        let provider = may_sign_for_provider(&held(ContractState::Offered), moment());
        assert_eq!(provider.unwrap_err(), on_hold);
        let force = may_sign_for_force(&held(ContractState::ProviderSigned), moment());
        assert_eq!(force.unwrap_err(), on_hold);
    }

    #[test]
    fn nobody_signs_for_an_award_that_no_longer_stands() {
        for it in [
            Standing { award_stands: false, ..standing(ContractState::ProviderSigned) },
            Standing {
                request: RequestState::Cancelled,
                ..standing(ContractState::ProviderSigned)
            },
            Standing {
                request: RequestState::Evaluating,
                ..standing(ContractState::ProviderSigned)
            },
        ] {
            assert_eq!(may_sign_for_force(&it, moment()).unwrap_err(), Refusal::AwardGone);
            let it = Standing { state: ContractState::Offered, ..it };
            assert_eq!(may_sign_for_provider(&it, moment()).unwrap_err(), Refusal::AwardGone);
        }
    }

    #[test]
    fn a_term_begins_as_asked_or_today_and_lasts_whole_months() {
        let day = |typed: &str| typed.parse::<NaiveDate>().unwrap();
        let request = |starts: &str, months| Request {
            starts_on: Some(day(starts)),
            length_months: Some(months),
            ..samples::request()
        };
        for (starts, months, today, first, last) in [
            ("2026-04-01", 6, "2026-01-05", "2026-04-01", "2026-09-30"),
            ("2026-01-01", 1, "2026-01-31", "2026-01-31", "2026-02-27"),
        ] {
            assert_eq!(term(&request(starts, months), day(today)), Ok((day(first), day(last))));
        }
        let endless = Request { length_months: None, ..request("2026-04-01", 1) };
        assert_eq!(term(&endless, day("2026-01-05")), Err(Refusal::NoTerm));
    }

    #[test]
    fn a_contract_is_drawn_up_from_an_award_whose_time_has_come() {
        let request = Request { state: RequestState::Decided, ..samples::request() };
        assert_eq!(may_draw_up(&request, None, moment()).unwrap_err(), Refusal::NoAward);
        let award = ApprovedAward {
            id: crate::types::ids::AwardId::mint(),
            bid: crate::types::ids::BidId::mint(),
            approved_at: moment(),
            may_sign_from: moment(),
        };
        assert!(may_draw_up(&request, Some(award.clone()), moment()).is_ok());
        let early = moment() - TimeDelta::seconds(1);
        assert_eq!(
            may_draw_up(&request, Some(award), early).unwrap_err(),
            Refusal::TooEarly(moment())
        );
    }
}
