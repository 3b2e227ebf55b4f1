//! Who may do what to a bid, and when. Pure: handed everything it needs.
//!
//! Acts ask before they change anything, and pages ask before they show a
//! button, so the two cannot disagree.

use super::model::OwnBid;
use super::sections::policy::Fault;
use super::state::{BidEvent, BidState};
use crate::audit::entry::Line;
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
        "This bid is submitted, so it cannot be edited. Until the deadline you can replace it with a new one, or withdraw it."
    )]
    Submitted,
    /// Nobody reads a sealed bid.
    #[error(
        "This bid is sealed, so nobody can read it before it is opened: not the force, not us, and not your company. Until the deadline you can replace it with a new one, or withdraw it."
    )]
    Sealed,
    /// Nobody reads a sealed bid, though nobody may ever open it either.
    #[error(
        "This bid is sealed, and the request was amended after it was submitted, so nobody can read it: not the force, not us, and not your company. Until the deadline you can confirm it as it stands, replace it or withdraw it. One that is not confirmed by then counts as not submitted, and is never opened."
    )]
    SealedUnconfirmed,
    /// The request is another than the one that was checked.
    #[error(
        "The request has changed since you checked your bid, so it was not submitted. Read what has changed, check your bid and submit it again."
    )]
    AnotherVersion,
    /// The request is another than the one that was read before confirming.
    #[error(
        "The request has been amended once more, so your bid was not confirmed. Read what has changed, then confirm or replace your bid."
    )]
    AnotherVersionToConfirm,
    /// It counts as it is, or was never submitted.
    #[error("This bid does not wait to be confirmed.")]
    NothingToConfirm,
    /// The amendment asks for more than the bid could say.
    #[error(
        "This bid cannot be confirmed as it stands. {0}. Write a new bid in its place, and submit it before the deadline."
    )]
    CannotSay(String),
    /// Nothing is being written to replace the bid.
    #[error("No new bid is being written in place of this one.")]
    NotReplaced,
    /// The service lacks a key.
    #[error(
        "The bids cannot be opened now: the service does not have the key that opens them at hand. Nothing was changed. Ask the operator of Muster for help."
    )]
    KeyNotAtHand,
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
        let said = refusal.to_string();
        match refusal {
            Refusal::AnotherVersion | Refusal::ChangedMeanwhile => Self::Again(said),
            _ => Self::Refused(said),
        }
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

/// What a provider reads in its own bid's history: what its own people did,
/// that the request was changed under it, and what the force asked about it,
/// decided and took back.
pub fn is_own_history(line: &Line, bid: &OwnBid) -> bool {
    let action = line.action.as_str();
    let begun = bid.created_at;
    let material = line.detail.get("material").and_then(|it| it.as_bool()) == Some(true);
    let amended = action == "request.amended" && material && line.at >= begun;
    let saved = action.starts_with("bid.") && action.ends_with("_saved");
    let own = [
        "bid.started",
        "bid.submitted",
        "bid.replacement_started",
        "bid.replacement_dropped",
        "bid.replaced",
        "bid.withdrawn",
        "bid.confirmed",
        "bid.damaged",
        "bid.attachment_removed",
        "bid.filled_from_copy",
    ];
    amended || saved || own.contains(&action) || is_about(line, bid)
}

/// Whether the force did something that this bid's people were told of.
fn is_about(line: &Line, bid: &OwnBid) -> bool {
    let id = bid.id.to_string();
    let is_it = |said: &serde_json::Value| said.as_str() == Some(&id);
    let among = || {
        let all = line.detail.get("bids").and_then(|it| it.as_array());
        all.is_some_and(|it| it.iter().any(is_it))
    };
    let told =
        [BidState::Scored, BidState::Preferred, BidState::Unsuccessful, BidState::Disqualified];
    match line.action.as_str() {
        "explanation.asked"
        | "explanation.answered"
        | "explanation.accepted"
        | "explanation.withdrawn" => line.detail.get("bid").is_some_and(is_it),
        "award.withdrawn" | "request.ended_without_award" => among(),
        "award.approved"
        | "award.challenged"
        | "award.hold_lifted"
        | "award.challenge_taken_back" => told.contains(&bid.state),
        _ => false,
    }
}

/// May anything in this bid be changed?
pub fn may_edit(bid: &OwnBid, request: &Request, now: Moment) -> Result<(), Refusal> {
    takes_bids(request, now)?;
    if bid.is_written() { Ok(()) } else { Err(Refusal::Submitted) }
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
    let event = if bid.is_replaced() { BidEvent::Replace } else { BidEvent::Submit };
    let step = Step::take(bid.state, event).ok_or(Refusal::Submitted)?;
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

/// May a new bid be written in place of this one?
pub fn may_replace(bid: &OwnBid, request: &Request, now: Moment) -> Result<(), Refusal> {
    takes_bids(request, now)?;
    if bid.lies_sealed() { Ok(()) } else { Err(Refusal::NotSubmitted) }
}

/// May what is written in place of this bid be dropped? The bid itself counts on.
pub fn may_keep(bid: &OwnBid, request: &Request, now: Moment) -> Result<(), Refusal> {
    takes_bids(request, now)?;
    if bid.is_replaced() { Ok(()) } else { Err(Refusal::NotReplaced) }
}

/// May its provider read what this bid says?
pub fn may_read(bid: &OwnBid) -> Result<(), Refusal> {
    match (bid.is_sealed(), bid.needs_reconfirm()) {
        (false, _) => Ok(()),
        (true, true) => Err(Refusal::SealedUnconfirmed),
        (true, false) => Err(Refusal::Sealed),
    }
}

/// Is the request still the one that was checked before submitting?
pub fn same_version(seen: Option<i32>, request: &Request) -> Result<(), Refusal> {
    if seen == Some(request.version) { Ok(()) } else { Err(Refusal::AnotherVersion) }
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
        Refusal, is_for, may_edit, may_keep, may_open, may_read, may_read_opened, may_replace,
        may_start, may_submit, may_withdraw, same_version,
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
            assert_eq!(may_replace(&submitted, &request, now).is_ok(), in_time, "{offset}");
        }
    }

    #[test]
    fn only_the_version_that_was_checked_is_bid_on() {
        let request = samples::request();
        assert_eq!(same_version(Some(1), &request), Ok(()));
        for seen in [None, Some(0), Some(2)] {
            assert_eq!(same_version(seen, &request), Err(Refusal::AnotherVersion));
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
    fn a_submitted_bid_is_edited_only_while_it_is_replaced_or_withdrawn() {
        let request = samples::request();
        let now = request.closes_at.unwrap() - TimeDelta::days(1);
        let submitted = samples::bid(BidState::Submitted);
        assert_eq!(may_edit(&submitted, &request, now), Err(Refusal::Submitted));
        assert_eq!(may_read(&submitted), Err(Refusal::Sealed));
        let mut replaced = submitted.clone();
        replaced.replacing_since = Some(now);
        assert_eq!(may_edit(&replaced, &request, now), Ok(()));
        assert_eq!(may_read(&replaced), Ok(()));
        let step = may_submit(&replaced, &request, &[], &[], now).unwrap();
        assert_eq!(step.to(), BidState::Submitted);
        assert_eq!(may_keep(&replaced, &request, now), Ok(()));
        assert_eq!(may_keep(&submitted, &request, now), Err(Refusal::NotReplaced));
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
