//! What about a bid needs somebody, and when. Pure.

use chrono::TimeDelta;

use super::model::{Group, Listed};
use crate::bids::model::OwnBid;
use crate::bids::policy::takes_bids;
use crate::bids::state::BidState;
use crate::requests::model::{Phase, Request};
use crate::types::time::Moment;
use crate::types::uk_time;

/// From when on a bid that is not submitted needs somebody.
const NEAR: TimeDelta = TimeDelta::hours(48);

/// Why a bid needs somebody now, in sentences; mostly it does not.
pub fn needs(it: &Listed, now: Moment) -> Vec<String> {
    let (bid, request) = (&it.it.bid, &it.it.request);
    if !it.damage.is_empty() {
        return vec![format!("It could not be opened: {}. Have your receipt ready.", it.damage)];
    }
    if takes_bids(request, now).is_err() {
        return Vec::new();
    }
    if bid.needs_reconfirm() {
        let said =
            "The request was amended since you submitted it: confirm it, or it does not count.";
        return vec![said.to_owned()];
    }
    if !bid.is_written() {
        return Vec::new();
    }
    let near = request.closes_at.filter(|at| *at - now <= NEAR);
    let closing = near.map(|at| match bid.state {
        BidState::Draft => format!("It is not submitted, and it {}.", uk_time::closing(now, at)),
        _ => format!(
            "The new bid is not submitted, and it {}. Until you submit it, the old one counts.",
            uk_time::closing(now, at)
        ),
    });
    let held_back = it
        .held_back
        .then(|| "A virus was found in an attached file: remove it before you submit.".to_owned());
    closing.into_iter().chain(held_back).chain(it.bars.first().cloned()).collect()
}

/// What a bid has in common with others.
pub fn group_of(bid: &OwnBid, request: &Request, now: Moment) -> Group {
    match (bid.state, request.phase(now)) {
        (BidState::NeedsReconfirm, Phase::Open) => Group::Confirm,
        (BidState::Draft, Phase::Open) => Group::Drafts,
        (BidState::Draft | BidState::NeedsReconfirm, _) => Group::NotSubmitted,
        (_, Phase::Cancelled | Phase::NoAward) => Group::Outcomes,
        (BidState::Submitted, Phase::Open) => Group::Submitted,
        (BidState::Submitted | BidState::Opened | BidState::Scored, _) => Group::WithForce,
        _ => Group::Outcomes,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{Listed, needs};
    use crate::bids::model::OwnListed;
    use crate::bids::samples;
    use crate::bids::state::BidState;

    fn listed(state: BidState) -> Listed {
        let (bid, request) = (samples::bid(state), samples::request());
        let it = OwnListed { bid, request, force: "Northshire Police".to_owned() };
        Listed { it, held_back: false, damage: String::new(), bars: Vec::new() }
    }

    #[test]
    fn a_draft_needs_somebody_when_its_deadline_is_near_or_something_keeps_it() {
        let (near, far) =
            (samples::noon() - TimeDelta::hours(5), samples::noon() - TimeDelta::days(5));
        let draft = listed(BidState::Draft);
        assert_eq!(needs(&draft, near), ["It is not submitted, and it closes in 5 hours."]);
        assert!(needs(&draft, far).is_empty());
        assert!(needs(&draft, samples::noon()).is_empty(), "it is too late");
        let kept = Listed { held_back: true, bars: vec!["No terms.".to_owned()], ..draft };
        assert_eq!(needs(&kept, far).len(), 2);
    }

    #[test]
    fn a_submitted_bid_needs_nobody_unless_it_is_replaced_or_damaged() {
        let near = samples::noon() - TimeDelta::hours(5);
        let mut submitted = listed(BidState::Submitted);
        assert!(needs(&submitted, near).is_empty());
        let amended = listed(BidState::NeedsReconfirm);
        assert!(needs(&amended, near)[0].contains("confirm it, or it does not count"));
        assert!(needs(&amended, samples::noon()).is_empty(), "it is too late");
        submitted.it.bid.replacing_since = Some(near);
        assert!(needs(&submitted, near)[0].contains("the old one counts"));
        submitted.damage = "an envelope of it is missing".to_owned();
        assert!(needs(&submitted, samples::noon())[0].contains("could not be opened"));
    }
}
