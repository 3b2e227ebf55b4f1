//! What we write when an attachment turns out to be damaged. Never its name.

use crate::bids::opened::model::OpenedBid;
use crate::files::streams::Spoilt;
use crate::outbox::Message;
use crate::requests::model::Request;

/// One attachment could not be opened. `link` is where its reader finds more.
pub fn damaged(
    bid: &OpenedBid,
    request: &Request,
    number: i16,
    what: Spoilt,
    link: String,
) -> Message {
    Message {
        cause: format!("attachment.damaged:{}:{number}", bid.id),
        subject: format!("An attachment of a bid on {} is damaged", request.reference),
        lines: vec![
            format!("Attachment {number} of the bid {} could not be opened: {what}.", bid.reference),
            "The rest of the bid, and every other bid, can be read. The operator can look for the attachment as it was submitted in a backup.".to_owned(),
        ],
        link,
    }
}
