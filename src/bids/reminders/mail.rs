//! What we write when the deadline of a bid is near and it does not count yet:
//! never anything it says.

use super::model::Mark;
use crate::bids::model::OwnBid;
use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::time::Moment;
use crate::types::uk_time;

/// Your bid is not submitted.
pub fn not_submitted(bid: &OwnBid, request: &Request, mark: Mark, now: Moment) -> Message {
    let closes_at = request.closes_at.unwrap_or(now);
    Message {
        cause: format!("bid.reminder:{}:{}:{}", bid.id, closes_at.timestamp(), mark.0),
        subject: format!("Your bid on {} is saved, not submitted", request.reference),
        lines: vec![
            format!(
                "Your company started the bid {} on {}, and has not submitted it. It does not count until you do.",
                bid.reference, request.reference
            ),
            closing(closes_at, now),
            "If your company does not want to bid, there is nothing you need to do.".to_owned(),
        ],
        link: bid.path(),
    }
}

/// You changed your bid and did not submit the change.
pub fn change_not_submitted(bid: &OwnBid, request: &Request, mark: Mark, now: Moment) -> Message {
    let closes_at = request.closes_at.unwrap_or(now);
    Message {
        cause: format!("bid.reminder:{}:{}:{}", bid.id, closes_at.timestamp(), mark.0),
        subject: format!("Your new bid on {} is saved, not submitted", request.reference),
        lines: vec![
            format!(
                "Your company changed its bid {} on {} and did not submit the change: the submitted one stands.",
                bid.reference, request.reference
            ),
            closing(closes_at, now),
            "If the one you submitted is the one you want, there is nothing you need to do."
                .to_owned(),
        ],
        link: bid.path(),
    }
}

/// Your bid is not confirmed since the request was amended.
pub fn not_confirmed(bid: &OwnBid, request: &Request, mark: Mark, now: Moment) -> Message {
    let closes_at = request.closes_at.unwrap_or(now);
    Message {
        cause: format!("bid.reminder:{}:{}:{}", bid.id, closes_at.timestamp(), mark.0),
        subject: format!("Your bid on {} is not confirmed", request.reference),
        lines: vec![
            format!(
                "The request {} was amended after your company submitted the bid {}. It does not count until you confirm it, or replace it.",
                request.reference, bid.reference
            ),
            closing(closes_at, now),
        ],
        link: bid.path(),
    }
}

fn closing(closes_at: Moment, now: Moment) -> String {
    let (at, left) = (uk_time::full(closes_at), uk_time::closing(now, closes_at));
    format!("Bids on it close at {at}: it {left}.")
}
