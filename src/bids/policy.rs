//! Who may do what to a bid, and when. Pure: handed everything it needs.
//!
//! Acts ask before they change anything, and pages ask before they show a
//! button, so the two cannot disagree.

use super::model::OwnBid;
use super::sections::policy::Fault;
use super::state::{BidEvent, BidState};
use crate::error::Error;
use crate::requests::model::{Phase, Request, Route};
use crate::requests::state::RequestState;
use crate::types::ids::ProviderId;
use crate::types::state::Step;
use crate::types::time::Moment;
use crate::types::uk_time;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The deadline has passed.
    #[error(
        "This request closed for bids at {0}, so bids on it can no longer be changed, submitted or withdrawn."
    )]
    DeadlinePassed(String),
    /// The database says so too.
    #[error(
        "This request has closed for bids, so bids on it can no longer be changed, submitted or withdrawn."
    )]
    Closed,
    /// The force ended it.
    #[error("The force has ended this request, so it no longer takes bids.")]
    Ended,
    /// It is for someone else.
    #[error("This request goes directly to one named provider, so your company cannot bid on it.")]
    NotForYou,
    /// The company may not bid.
    #[error("{0}")]
    Barred(String),
    /// A submitted bid stands still.
    #[error(
        "This bid is submitted, so it cannot be edited. Until the deadline you can withdraw it, change it and submit it again."
    )]
    Submitted,
    /// Nothing to take back.
    #[error("This bid has not been submitted, so there is nothing to withdraw.")]
    NotSubmitted,
    /// Something is missing.
    #[error("This bid is not complete, so it was not submitted. {0}.")]
    Incomplete(String),
    /// Two people moved it at once.
    #[error(
        "This bid has just been moved on by someone else. Reload the page to see where it stands."
    )]
    MovedOn,
    /// Two people saved it at once.
    #[error(
        "A colleague saved this section while you were writing. Go back, copy what you typed, and reload the page to see what they saved."
    )]
    ChangedMeanwhile,
    /// The bids are still sealed.
    #[error(
        "Bids stay sealed until the deadline has passed and two people of the force have opened them."
    )]
    StillSealed,
    /// The prices are still sealed.
    #[error("Prices stay sealed until every quality score is agreed and locked.")]
    PricesSealed,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// Does this request take bids at this moment? The one place that compares
/// the clock with the deadline: a millisecond before is in, the moment itself
/// is late.
pub fn takes_bids(request: &Request, now: Moment) -> Result<(), Refusal> {
    match (request.phase(now), request.closes_at) {
        (Phase::Open, _) => Ok(()),
        (Phase::Cancelled | Phase::NoAward, _) => Err(Refusal::Ended),
        (_, Some(closes_at)) => Err(Refusal::DeadlinePassed(uk_time::full(closes_at))),
        (_, None) => Err(Refusal::Closed),
    }
}

/// Is this request meant for this provider, as far as its route goes?
pub fn is_for(request: &Request, provider: ProviderId) -> Result<(), Refusal> {
    let named = request.direct_provider == Some(provider);
    if request.route == Some(Route::Direct) && !named { Err(Refusal::NotForYou) } else { Ok(()) }
}

/// May this provider begin a bid? `bars` are the company's own.
pub fn may_start(
    request: &Request,
    provider: ProviderId,
    bars: &[String],
    now: Moment,
) -> Result<(), Refusal> {
    takes_bids(request, now)?;
    is_for(request, provider)?;
    match bars.first() {
        Some(bar) => Err(Refusal::Barred(bar.clone())),
        None => Ok(()),
    }
}

/// What a provider reads in its own bid's history: what its own people did.
pub fn is_own_history(action: &str) -> bool {
    let saved = action.starts_with("bid.") && action.ends_with("_saved");
    saved || matches!(action, "bid.started" | "bid.submitted" | "bid.withdrawn")
}

/// May anything in this bid be changed?
pub fn may_edit(bid: &OwnBid, request: &Request, now: Moment) -> Result<(), Refusal> {
    takes_bids(request, now)?;
    if bid.state == BidState::Draft { Ok(()) } else { Err(Refusal::Submitted) }
}

/// May this bid be submitted? The one guard: the clock, the company's
/// standing, and every section.
pub fn may_submit(
    bid: &OwnBid,
    request: &Request,
    bars: &[String],
    faults: &[Fault],
    now: Moment,
) -> Result<Step<BidState>, Refusal> {
    may_start(request, bid.provider_id, bars, now)?;
    let step = Step::take(bid.state, BidEvent::Submit).ok_or(Refusal::Submitted)?;
    match faults.first() {
        Some(fault) => Err(Refusal::Incomplete(fault.said.clone())),
        None => Ok(step),
    }
}

/// May this bid be taken back?
pub fn may_withdraw(
    bid: &OwnBid,
    request: &Request,
    now: Moment,
) -> Result<Step<BidState>, Refusal> {
    takes_bids(request, now)?;
    Step::take(bid.state, BidEvent::Withdraw).ok_or(Refusal::NotSubmitted)
}

/// Is a section still as it was when the page was drawn?
pub fn unchanged(seen: &str, stands: &str) -> Result<(), Refusal> {
    if seen == stands { Ok(()) } else { Err(Refusal::ChangedMeanwhile) }
}

/// May two people of the force be told which bids there are to open?
pub fn may_open(request: &Request, now: Moment) -> Result<(), Refusal> {
    match request.phase(now) {
        Phase::Closed | Phase::Evaluating => Ok(()),
        _ => Err(Refusal::StillSealed),
    }
}

/// May the opened bids of this request be read? `opened`: whether two people
/// of the force have opened them.
pub fn may_read_opened(request: &Request, opened: bool, now: Moment) -> Result<(), Refusal> {
    let sealed = matches!(
        request.state,
        RequestState::Draft | RequestState::AwaitingApproval | RequestState::Open
    );
    let closed = request.closes_at.is_some_and(|at| now >= at);
    if opened && closed && !sealed { Ok(()) } else { Err(Refusal::StillSealed) }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{
        Refusal, is_for, may_edit, may_open, may_read_opened, may_start, may_submit, may_withdraw,
    };
    use crate::bids::samples;
    use crate::bids::sections::policy::Fault;
    use crate::bids::state::BidState;
    use crate::requests::model::Route;
    use crate::requests::state::RequestState;
    use crate::types::ids::ProviderId;

    #[test]
    fn every_change_is_in_a_millisecond_before_the_deadline_and_late_at_it() {
        let request = samples::request();
        let closes_at = request.closes_at.unwrap();
        let draft = samples::bid(BidState::Draft);
        let submitted = samples::bid(BidState::Submitted);
        for (offset, in_time) in [
            (TimeDelta::hours(-1), true),
            (TimeDelta::milliseconds(-1), true),
            (TimeDelta::zero(), false),
            (TimeDelta::seconds(1), false),
        ] {
            let now = closes_at + offset;
            assert_eq!(
                may_start(&request, draft.provider_id, &[], now).is_ok(),
                in_time,
                "start {offset}"
            );
            assert_eq!(may_edit(&draft, &request, now).is_ok(), in_time, "edit {offset}");
            assert_eq!(
                may_submit(&draft, &request, &[], &[], now).is_ok(),
                in_time,
                "submit {offset}"
            );
            assert_eq!(
                may_withdraw(&submitted, &request, now).is_ok(),
                in_time,
                "withdraw {offset}"
            );
        }
    }

    #[test]
    fn the_refusal_says_when_it_closed() {
        let request = samples::request();
        let draft = samples::bid(BidState::Draft);
        let said = may_edit(&draft, &request, request.closes_at.unwrap()).unwrap_err().to_string();
        assert!(said.contains("12 noon UK time (GMT) on Wednesday 4 March 2026"), "{said}");
    }

    #[test]
    fn an_ended_request_takes_no_bids() {
        let mut request = samples::request();
        let now = request.closes_at.unwrap() - TimeDelta::days(1);
        request.state = RequestState::Cancelled;
        let draft = samples::bid(BidState::Draft);
        assert_eq!(may_edit(&draft, &request, now), Err(Refusal::Ended));
    }

    #[test]
    fn a_submitted_bid_is_edited_only_after_withdrawing_it() {
        let request = samples::request();
        let now = request.closes_at.unwrap() - TimeDelta::days(1);
        let submitted = samples::bid(BidState::Submitted);
        assert_eq!(may_edit(&submitted, &request, now), Err(Refusal::Submitted));
        assert_eq!(may_withdraw(&submitted, &request, now).unwrap().to(), BidState::Draft);
        let draft = samples::bid(BidState::Draft);
        assert_eq!(may_withdraw(&draft, &request, now), Err(Refusal::NotSubmitted));
    }

    #[test]
    fn a_bid_is_submitted_only_when_whole_and_the_company_may_bid() {
        let request = samples::request();
        let now = request.closes_at.unwrap() - TimeDelta::days(1);
        let draft = samples::bid(BidState::Draft);
        let faults = [Fault::new("price", "Enter a day rate for Lead analyst")];
        let said = may_submit(&draft, &request, &[], &faults, now).unwrap_err().to_string();
        assert!(said.contains("Enter a day rate for Lead analyst"), "{said}");
        let bars = ["Your Cyber Essentials certificate has expired.".to_owned()];
        assert_eq!(
            may_submit(&draft, &request, &bars, &[], now),
            Err(Refusal::Barred(bars[0].clone()))
        );
        let submitted = samples::bid(BidState::Submitted);
        assert_eq!(may_submit(&submitted, &request, &[], &[], now), Err(Refusal::Submitted));
    }

    #[test]
    fn a_direct_request_is_for_the_named_provider_alone() {
        let mut request = samples::request();
        let named = ProviderId::mint();
        request.route = Some(Route::Direct);
        request.direct_provider = Some(named);
        assert_eq!(is_for(&request, named), Ok(()));
        assert_eq!(is_for(&request, ProviderId::mint()), Err(Refusal::NotForYou));
    }

    #[test]
    fn bids_are_sealed_until_two_people_opened_them_after_the_deadline() {
        let mut request = samples::request();
        let closes_at = request.closes_at.unwrap();
        let before = closes_at - TimeDelta::milliseconds(1);
        assert_eq!(may_open(&request, before), Err(Refusal::StillSealed));
        assert_eq!(may_open(&request, closes_at), Ok(()));
        assert_eq!(may_read_opened(&request, true, closes_at), Err(Refusal::StillSealed));
        request.state = RequestState::Evaluating;
        assert_eq!(may_read_opened(&request, false, closes_at), Err(Refusal::StillSealed));
        assert_eq!(may_read_opened(&request, true, before), Err(Refusal::StillSealed));
        assert_eq!(may_read_opened(&request, true, closes_at), Ok(()));
    }
}
