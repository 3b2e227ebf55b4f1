//! When a contract may be drawn up, and who may sign it when.

use chrono::{Days, Months, NaiveDate};

use super::forms::Particulars;
use super::model::ApprovedAward;
use super::state::{ContractEvent, ContractState};
use super::versions;
use super::versions::model::Version;
use super::versions::state::VersionState;
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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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
    /// The text is not the one that was read.
    #[error(
        "This contract has changed since you read it. Nothing was signed: read it again, then sign what it says now."
    )]
    Changed,
    /// The stored text does not match its digest.
    #[error(
        "The text of this contract does not match its SHA-256, so it cannot be signed. Tell the operator of Muster."
    )]
    Damaged,
    /// There is nothing to sign.
    #[error("There is nothing to sign: no version of this contract is waiting for a signature.")]
    NothingToSign,
    /// The provider returned it.
    #[error(
        "The provider returned this contract. A contract manager of the force corrects it and offers it again."
    )]
    IsReturned,
    /// It does not run.
    #[error("This contract has ended, so nothing about it can be signed or changed.")]
    Over,
    /// Somebody else was quicker.
    #[error("Somebody has just changed where this contract stands. Look at it again.")]
    Moved,
    /// Not everything needed at the start is in place.
    #[error(
        "Not everything that is needed by the start is in place: {0}. It has to be put right, or waived by an approver of the force, before the force signs."
    )]
    NotInPlace(String),
    /// The first day has passed.
    #[error("The first day of the contract is {}, which has passed. Enter a first day that is today or later.", uk_time::day(*.0))]
    StartsInThePast(NaiveDate),
    /// The last day is before the first.
    #[error("The last day of the contract is before its first day, {}.", uk_time::day(*.0))]
    EndsBeforeItStarts(NaiveDate),
    /// It lasts longer than bidders were told.
    #[error("The request asked for work until {} at the latest when it starts on that day. A longer contract is not the one providers bid for.", uk_time::day(*.0))]
    TooLong(NaiveDate),
    /// They have a conflict of interest.
    #[error(
        "You have declared a conflict of interest with the company of this contract, so it is not for you to draw up, change, sign or end. A colleague without one takes care of it."
    )]
    Conflicted,
    /// Approvers have not decided.
    #[error(
        "This variation waits for an approver of your force. The provider is asked to sign it once it is approved."
    )]
    NotApproved,
    /// The provider has not signed yet.
    #[error("The provider signs first. The force’s contract managers are told as soon as it has.")]
    ProviderFirst,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let said = refusal.to_string();
        match refusal {
            Refusal::Changed => Self::Again(said),
            _ => Self::Refused(said),
        }
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

impl Standing {
    /// Whether the provider returned it.
    pub fn is_returned(&self) -> bool {
        self.state == ContractState::Returned
    }
}

/// Does this person draw up contracts at all?
pub fn draws_up(who: &ForceMember) -> Result<(), Refusal> {
    if who.has(Role::ContractManager) { Ok(()) } else { Err(Refusal::NotAManager) }
}

/// May somebody of the force act on a contract with a company? Not whoever has
/// declared a conflict of interest with it.
pub fn may_deal(conflicted: bool) -> Result<(), Refusal> {
    if conflicted { Err(Refusal::Conflicted) } else { Ok(()) }
}

/// Has the force approved what waits, where it has to?
pub fn is_approved(version: &Version) -> Result<(), Refusal> {
    if version.state == VersionState::Proposed { Err(Refusal::NotApproved) } else { Ok(()) }
}

/// Whether an entry of a contract's history is the force's own business: what it
/// thinks about before it says it to the provider.
pub fn is_within_the_force(action: &str) -> bool {
    const WITHIN: [&str; 6] = [
        "contract.variation_proposed",
        "contract.variation_first_approved",
        "contract.variation_sent_back",
        "contract.variation_dropped",
        "contract.termination_proposed",
        "contract.termination_withdrawn",
    ];
    WITHIN.contains(&action)
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

/// May the provider sign the contract itself now? The move to make, if so.
pub fn may_sign_for_provider(it: &Standing, now: Moment) -> Result<Step<ContractState>, Refusal> {
    match it.state {
        ContractState::Returned => return Err(Refusal::IsReturned),
        ContractState::Withdrawn => return Err(Refusal::AwardGone),
        _ => {}
    }
    let step =
        Step::take(it.state, ContractEvent::ProviderSigns).ok_or(Refusal::ProviderHasSigned)?;
    still_stands(it, now)?;
    Ok(step)
}

/// May the force sign the contract itself now? The moves to make, if so: the
/// contract's and the request's. `missing` is what has to be in place by the
/// start, is not, and was not waived.
pub fn may_sign_for_force(
    it: &Standing,
    missing: &[String],
    now: Moment,
) -> Result<(Step<ContractState>, Step<RequestState>), Refusal> {
    match it.state {
        ContractState::Offered => {
            still_stands(it, now)?;
            return Err(Refusal::ProviderFirst);
        }
        ContractState::Returned => return Err(Refusal::IsReturned),
        ContractState::Withdrawn => return Err(Refusal::AwardGone),
        _ => {}
    }
    let step = Step::take(it.state, ContractEvent::ForceSigns).ok_or(Refusal::ForceHasSigned)?;
    still_stands(it, now)?;
    if !missing.is_empty() {
        return Err(Refusal::NotInPlace(missing.join("; ")));
    }
    Ok((step, contracted(it.request)?))
}

/// May a contract that not both sides have signed be corrected and offered
/// again? The move to make, if so.
pub fn may_correct(it: &Standing, now: Moment) -> Result<Step<ContractState>, Refusal> {
    if it.state == ContractState::Withdrawn {
        return Err(Refusal::AwardGone);
    }
    let step = Step::take(it.state, ContractEvent::ForceCorrects).ok_or(Refusal::ForceHasSigned)?;
    still_stands(it, now)?;
    Ok(step)
}

/// Is what was signed what was read, and is it whole?
pub fn may_be_signed(version: &Version, read: &[u8]) -> Result<(), Refusal> {
    if !versions::policy::is_whole(version) {
        return Err(Refusal::Damaged);
    }
    if version.document_hash == read { Ok(()) } else { Err(Refusal::Changed) }
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

/// The first and last day that were agreed: the request's where nothing else
/// was said, never in the past, and never longer than what was bid for.
pub fn agreed_term(
    request: &Request,
    typed: &Particulars,
    today: NaiveDate,
) -> Result<(NaiveDate, NaiveDate), Refusal> {
    let asked = Request { starts_on: typed.starts_on.or(request.starts_on), ..request.clone() };
    if let Some(starts_on) = typed.starts_on.filter(|it| *it < today) {
        return Err(Refusal::StartsInThePast(starts_on));
    }
    let (starts_on, latest) = term(&asked, today)?;
    let ends_on = typed.ends_on.unwrap_or(latest);
    if ends_on < starts_on {
        return Err(Refusal::EndsBeforeItStarts(starts_on));
    }
    if ends_on > latest { Err(Refusal::TooLong(latest)) } else { Ok((starts_on, ends_on)) }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::bids::samples;
    use crate::contracts::samples::version;
    use crate::contracts::versions::state::VersionKind;

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
        use ContractState::{Active, Offered, ProviderSigned, Returned, Withdrawn};
        for (state, provider, force) in [
            (Returned, Some(Refusal::IsReturned), Some(Refusal::IsReturned)),
            (Offered, None, Some(Refusal::ProviderFirst)),
            (ProviderSigned, Some(Refusal::ProviderHasSigned), None),
            (Active, Some(Refusal::ProviderHasSigned), Some(Refusal::ForceHasSigned)),
            (Withdrawn, Some(Refusal::AwardGone), Some(Refusal::AwardGone)),
        ] {
            assert_eq!(
                may_sign_for_provider(&standing(state), moment()).err(),
                provider,
                "{state:?}"
            );
            let signs = may_sign_for_force(&standing(state), &[], moment());
            assert_eq!(signs.err(), force, "{state:?}");
        }
    }

    #[test]
    fn a_conflict_bars_and_what_is_not_approved_is_not_signed() {
        assert_eq!(may_deal(true), Err(Refusal::Conflicted));
        assert_eq!(may_deal(false), Ok(()));
        for state in VersionState::ALL {
            let version = version(2, VersionKind::Variation, *state);
            let approved = is_approved(&version).is_ok();
            assert_eq!(approved, *state != VersionState::Proposed, "{state:?}");
        }
    }

    #[test]
    fn nobody_signs_before_the_standstill_is_over_and_the_date_is_given() {
        let early = moment() - TimeDelta::milliseconds(1);
        for state in [ContractState::Offered, ContractState::ProviderSigned] {
            let force = may_sign_for_force(&standing(state), &[], early).unwrap_err();
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
        let force = may_sign_for_force(&held(ContractState::ProviderSigned), &[], moment());
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
            assert_eq!(may_sign_for_force(&it, &[], moment()).unwrap_err(), Refusal::AwardGone);
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
    fn the_force_signs_when_all_that_is_needed_is_in_place_or_waived() {
        let missing = ["Robin Vale does not hold SC".to_owned(), "No insurance".to_owned()];
        let signed = standing(ContractState::ProviderSigned);
        let refused = may_sign_for_force(&signed, &missing, moment()).unwrap_err().to_string();
        assert!(refused.contains("Robin Vale does not hold SC; No insurance"), "{refused}");
        assert!(may_sign_for_force(&signed, &[], moment()).is_ok());
    }

    #[test]
    fn what_is_agreed_is_never_longer_than_what_was_bid_for() {
        let day = |typed: &str| typed.parse::<NaiveDate>().unwrap();
        let asked = Request {
            starts_on: Some(day("2026-04-01")),
            length_months: Some(6),
            ..samples::request()
        };
        let typed = |starts: &str, ends: &str| Particulars {
            starts_on: starts.parse().ok(),
            ends_on: ends.parse().ok(),
            ..Particulars::default()
        };
        let today = day("2026-03-01");
        for (starts, ends, agreed) in [
            ("", "", Ok((day("2026-04-01"), day("2026-09-30")))),
            ("2026-05-01", "", Ok((day("2026-05-01"), day("2026-10-31")))),
            ("", "2026-04-30", Ok((day("2026-04-01"), day("2026-04-30")))),
            ("2026-02-28", "", Err(Refusal::StartsInThePast(day("2026-02-28")))),
            ("", "2026-03-31", Err(Refusal::EndsBeforeItStarts(day("2026-04-01")))),
            ("", "2026-10-01", Err(Refusal::TooLong(day("2026-09-30")))),
        ] {
            assert_eq!(agreed_term(&asked, &typed(starts, ends), today), agreed, "{starts} {ends}");
        }
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
