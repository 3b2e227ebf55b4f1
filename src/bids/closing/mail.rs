//! What we write to a force when its request has closed: never how many bids
//! there are.

use crate::outbox::Message;
use crate::requests::model::Request;

/// The bids can be opened.
pub fn ready_to_open(request: &Request) -> Message {
    Message {
        cause: format!("request.closed:{}", request.id),
        subject: format!("{} has closed for bids", request.reference),
        lines: vec![
            format!("The deadline for bids on {} has passed.", request.reference),
            "Two different people of your force can open the bids now, if there are any. Until then nobody knows how many there are.".to_owned(),
        ],
        link: format!("/requests/{}/opening", request.reference),
    }
}
