//! What we write to colleagues when a draft is gone: never anything it said.

use crate::bids::model::OwnBid;
use crate::outbox::Message;
use crate::requests::model::Request;

/// A draft of your company is deleted.
pub fn deleted(bid: &OwnBid, request: &Request, who: &str) -> Message {
    Message {
        cause: format!("bid.deleted:{}", bid.id),
        subject: format!("The draft of your bid on {} is deleted", request.reference),
        lines: vec![
            format!(
                "{who} deleted your company’s draft {} on {}. It was never submitted, so nothing was with the force.",
                bid.reference, request.reference
            ),
            "What was written in it cannot be brought back. While the request takes bids, your company can start another."
                .to_owned(),
        ],
        link: format!("/opportunities/{}", request.reference),
    }
}
