//! What we write to bidders when a receipt can be proved: nothing of what the
//! bid says.

use crate::bids::model::OwnBid;
use crate::bids::receipts::model::Receipt;
use crate::outbox::Message;
use crate::requests::model::Request;

/// The receipt with its proof.
pub fn proved(bid: &OwnBid, request: &Request, receipt: &Receipt, seq: i64) -> Message {
    Message {
        cause: format!("bid.proved:{}:{seq}", bid.id),
        subject: format!("Your receipt for {} carries its proof now", bid.reference),
        lines: vec![
            format!(
                "The audit trail has been signed with your bid {} on {} in it. Nobody can take that entry out, or change it, without being found out.",
                bid.reference, request.reference
            ),
            "This is your receipt again, with the proof. Keep this mail, or save the lines from “Muster receipt” to the last one that begins with a dash as a file: anyone can check them as the page /transparency explains.".to_owned(),
            receipt.text().trim_end().to_owned(),
        ],
        link: bid.receipt_path(),
    }
}
