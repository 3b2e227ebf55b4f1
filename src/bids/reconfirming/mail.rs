//! What we write to a provider whose bid waits: never anything it says.

use crate::bids::model::OwnBid;
use crate::outbox::Message;
use crate::requests::amending::model::Published;
use crate::requests::model::Request;
use crate::types::uk_time;

/// Your bid does not count until you confirm or replace it.
pub fn needs_reconfirm(bid: &OwnBid, request: &Request, it: &Published) -> Message {
    let closes = request.closes_at.map(uk_time::full).unwrap_or_default();
    Message {
        cause: format!("bid.needs_reconfirm:{}:{}", bid.id, it.version),
        subject: format!("Confirm your bid {}: {} is amended", bid.reference, request.reference),
        lines: vec![
            format!(
                "The force has amended {}, “{}”, in what bids answer. It is version {} now.",
                request.reference, request.title, it.version
            ),
            format!(
                "Your company’s bid {} stays sealed, and nobody has read it. It does not count until one of your bidders confirms it, or submits another in its place.",
                bid.reference
            ),
            format!(
                "Do so before bids close, at {closes}. A bid that is not confirmed by then counts as not submitted."
            ),
        ],
        link: bid.path(),
    }
}
