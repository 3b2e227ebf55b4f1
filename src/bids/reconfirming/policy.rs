//! May a sealed bid be confirmed as it stands?

use crate::bids::model::OwnBid;
use crate::bids::policy::{Refusal, may_start};
use crate::bids::state::{BidEvent, BidState};
use crate::requests::model::Request;
use crate::types::state::Step;
use crate::types::time::Moment;

/// May this bid be confirmed for the request as it is now? `unanswered` is
/// what it cannot say of it; `bars` are the company's own.
pub fn may_confirm(
    bid: &OwnBid,
    request: &Request,
    bars: &[String],
    unanswered: &[String],
    now: Moment,
) -> Result<Step<BidState>, Refusal> {
    may_start(request, bid.provider_id, bars, now)?;
    let step = Step::take(bid.state, BidEvent::Confirm).ok_or(Refusal::NothingToConfirm)?;
    match unanswered.first() {
        Some(said) => Err(Refusal::CannotSay(said.clone())),
        None => Ok(step),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::may_confirm;
    use crate::bids::policy::Refusal;
    use crate::bids::samples;
    use crate::bids::state::BidState;

    #[test]
    fn only_a_bid_that_waits_is_confirmed_in_time_by_a_company_that_may_bid() {
        let request = samples::request();
        let closes = request.closes_at.unwrap();
        let just = closes - TimeDelta::milliseconds(1);
        let waits = samples::bid(BidState::NeedsReconfirm);
        let step = may_confirm(&waits, &request, &[], &[], just).unwrap();
        assert_eq!(step.to(), BidState::Submitted);
        assert!(matches!(
            may_confirm(&waits, &request, &[], &[], closes),
            Err(Refusal::DeadlinePassed(_))
        ));
        let said = ["There is a new role: Pilot".to_owned()];
        assert_eq!(
            may_confirm(&waits, &request, &[], &said, just),
            Err(Refusal::CannotSay(said[0].clone()))
        );
        assert_eq!(
            may_confirm(&waits, &request, &said, &[], just),
            Err(Refusal::Barred(said[0].clone()))
        );
        for state in [BidState::Draft, BidState::Submitted] {
            let other = samples::bid(state);
            assert_eq!(
                may_confirm(&other, &request, &[], &[], just),
                Err(Refusal::NothingToConfirm)
            );
        }
    }
}
