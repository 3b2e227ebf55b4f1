//! The lines of a receipt.

use chrono::SecondsFormat;

use crate::bids::model::OwnBid;
use crate::requests::model::Request;
use crate::types::time::Moment;

/// What a receipt says, to be signed. Changing a line needs another number.
pub fn lines(bid: &OwnBid, request: &Request, provider: &str, at: Moment) -> Vec<String> {
    vec![
        "Muster receipt 1".to_owned(),
        format!("Bid: {}", bid.reference),
        format!("Provider: {provider}"),
        format!("Request: {}", request.reference),
        format!("Version of the request: {}", bid.request_version),
        format!("Received: {}", at.to_rfc3339_opts(SecondsFormat::Micros, true)),
        format!("SHA-256 of the quality envelope: {}", bid.digest()),
        format!("SHA-256 of the price envelope: {}", bid.price_digest()),
    ]
}
