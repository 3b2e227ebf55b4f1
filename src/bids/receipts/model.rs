//! The lines of a receipt.

use chrono::SecondsFormat;

use crate::bids::model::OwnBid;
use crate::requests::model::Request;
use crate::types::time::Moment;
use crate::types::uk_time;

/// What a receipt says, to be signed. Changing a line needs another number: the
/// second form is that of a bid which was confirmed after an amendment, whose
/// envelopes name an earlier version than the one it answers.
pub fn lines(bid: &OwnBid, request: &Request, provider: &str, at: Moment) -> Vec<String> {
    let confirmed = bid.written_for.filter(|it| *it != bid.request_version);
    let form = if confirmed.is_some() { 2 } else { 1 };
    let mut said = vec![
        format!("Muster receipt {form}"),
        format!("Bid: {}", bid.reference),
        format!("Provider: {provider}"),
        format!("Request: {}", request.reference),
        format!("Version of the request: {}", bid.request_version),
        format!("Received: {}", at.to_rfc3339_opts(SecondsFormat::Micros, true)),
        format!("SHA-256 of the quality envelope: {}", bid.digest()),
        format!("SHA-256 of the price envelope: {}", bid.price_digest()),
    ];
    let stands = |it| format!("Confirmed as it was written for version: {it}");
    said.extend(confirmed.map(stands));
    said
}

/// What stands over the receipt of a bid that was taken back since. It is no
/// part of what is signed, and may stand before it.
pub fn withdrawn(bid: &OwnBid, at: Option<Moment>) -> String {
    let when = at.map(|at| format!(" at {}", uk_time::full(at))).unwrap_or_default();
    format!("The bid {} was withdrawn{when}, so it does not count.", bid.reference)
}
