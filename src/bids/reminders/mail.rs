//! What we write when a bid is started, its deadline is near, and it is not
//! submitted: never anything it says.

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
            format!(
                "Bids on it close at {}: it {}.",
                uk_time::full(closes_at),
                uk_time::closing(now, closes_at)
            ),
            "If your company does not want to bid, there is nothing you need to do.".to_owned(),
        ],
        link: bid.path(),
    }
}
