//! What we write to a provider about its own bid: never anything it says.

use super::model::OwnBid;
use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::time::Moment;
use crate::types::uk_time;

/// We have your bid.
pub fn receipt(bid: &OwnBid, request: &Request, who: &str) -> Message {
    let at = bid.submitted_at.map(uk_time::full).unwrap_or_default();
    let closes = request.closes_at.map(uk_time::full).unwrap_or_default();
    Message {
        cause: format!("bid.submitted:{}:{}", bid.id, cause_time(bid.submitted_at)),
        subject: format!("We have your bid {} on {}", bid.reference, request.reference),
        lines: vec![
            format!(
                "{who} submitted your company’s bid {} on “{}” ({}).",
                bid.reference, request.title, request.reference
            ),
            format!("Received at {at}, on version {} of the request.", bid.request_version),
            format!("The bid’s SHA-256 is {}", bid.digest()),
            format!(
                "It stays sealed until the deadline, {closes}. Until then you can withdraw it, change it and submit it again."
            ),
        ],
        link: bid.receipt_path(),
    }
}

/// Your bid is a draft again.
pub fn withdrawn(bid: &OwnBid, request: &Request, who: &str, now: Moment) -> Message {
    let closes = request.closes_at.map(uk_time::full).unwrap_or_default();
    Message {
        cause: format!("bid.withdrawn:{}:{}", bid.id, cause_time(Some(now))),
        subject: format!("Your bid {} on {} is withdrawn", bid.reference, request.reference),
        lines: vec![
            format!(
                "{who} withdrew your company’s bid {} on “{}” ({}). It is a draft again: saved, not submitted.",
                bid.reference, request.title, request.reference
            ),
            format!(
                "You can change it and submit it again until the deadline, {closes}. If you do not, your company makes no bid."
            ),
        ],
        link: bid.path(),
    }
}

/// Tells one submission from the next, to the microsecond.
fn cause_time(at: Option<Moment>) -> i64 {
    at.map(|it| it.timestamp_micros()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::receipt;
    use crate::bids::samples;
    use crate::bids::state::BidState;

    #[test]
    fn a_receipt_proves_the_time_the_version_and_the_digest() {
        let mut bid = samples::bid(BidState::Submitted);
        bid.submitted_at = Some(samples::noon() - chrono::TimeDelta::hours(1));
        bid.content_hash = Some(vec![0xab; 32]);
        let said = receipt(&bid, &samples::request(), "Ada Kestrel").lines.join("\n");
        for part in ["11am UK time (GMT)", "version 1", &"ab".repeat(32), "12 noon UK time"] {
            assert!(said.contains(part), "{part} is missing from {said}");
        }
    }
}
