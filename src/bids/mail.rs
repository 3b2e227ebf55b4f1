//! What we write to a provider about its own bid: never anything it says.

use super::model::OwnBid;
use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::time::Moment;
use crate::types::uk_time;

/// We have your bid. `signed` is the receipt as it is signed.
pub fn receipt(bid: &OwnBid, request: &Request, who: &str, signed: &str) -> Message {
    let at = bid.submitted_at.map(uk_time::full).unwrap_or_default();
    let closes = request.closes_at.map(uk_time::full).unwrap_or_default();
    Message {
        cause: format!("bid.submitted:{}:{}", bid.id, cause_time(bid.submitted_at)),
        subject: format!("We have your bid {} on {}", bid.reference, request.reference),
        lines: vec![
            format!(
                "{who} submitted your company’s bid {} on {}.",
                bid.reference, request.reference
            ),
            format!("Received at {at}, on version {} of the request.", bid.request_version),
            format!(
                "It is sealed, and nobody can read it before it is opened, after the deadline, {closes}. Until then you can replace or withdraw it."
            ),
            "This is your signed receipt. Keep this mail, or save the lines from “Muster receipt” to “Signature” as a file: anyone can check them as the page /transparency explains.".to_owned(),
            "Within about ten minutes the audit trail is signed with your bid in it. We then send you this receipt again, with the proof of that.".to_owned(),
            signed.trim_end().to_owned(),
        ],
        link: bid.receipt_path(),
    }
}

/// Your bid is taken back.
pub fn withdrawn(bid: &OwnBid, request: &Request, who: &str, now: Moment) -> Message {
    let closes = request.closes_at.map(uk_time::full).unwrap_or_default();
    Message {
        cause: format!("bid.withdrawn:{}:{}", bid.id, cause_time(Some(now))),
        subject: format!("Your bid {} on {} is withdrawn", bid.reference, request.reference),
        lines: vec![
            format!(
                "{who} withdrew your company’s bid {} on {}. We have deleted it as it was submitted.",
                bid.reference, request.reference
            ),
            format!(
                "You can submit another until the deadline, {closes}. If you do not, your company makes no bid."
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
    fn a_receipt_says_the_time_and_the_version_and_carries_what_is_signed() {
        let mut bid = samples::bid(BidState::Submitted);
        bid.submitted_at = Some(samples::noon() - chrono::TimeDelta::hours(1));
        let said =
            receipt(&bid, &samples::request(), "Ada Kestrel", "Muster receipt 1").lines.join("\n");
        for part in ["11am UK time (GMT)", "version 1", "Muster receipt 1", "12 noon UK time"] {
            assert!(said.contains(part), "{part} is missing from {said}");
        }
    }
}
