//! The lines of a receipt, and whether one is to be believed.

use chrono::SecondsFormat;

use crate::audit::proven::Proven;
use crate::audit::written::Written;
use crate::bids::model::OwnBid;
use crate::requests::model::Request;
use crate::seal::checkpoint::Head;
use crate::seal::note::Trusted;
use crate::seal::statement;
use crate::types::time::Moment;
use crate::types::uk_time;

/// What is entered into the audit trail when a receipt is given.
pub const ENTERED: [&str; 3] = ["bid.submitted", "bid.replaced", "bid.confirmed"];

const QUALITY: &str = "SHA-256 of the quality envelope: ";
const PRICE: &str = "SHA-256 of the price envelope: ";
const VERSION: &str = "Version of the request: ";
const RECEIVED: &str = "Received: ";

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
        format!("{VERSION}{}", bid.request_version),
        format!("{RECEIVED}{}", at.to_rfc3339_opts(SecondsFormat::Micros, true)),
        format!("{QUALITY}{}", bid.digest()),
        format!("{PRICE}{}", bid.price_digest()),
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

/// A receipt as it was given, with its proof once there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The signed lines.
    pub signed: String,
    /// The entry of the submission and the proof that it is in the trail.
    pub proven: Option<Proven>,
}

impl Receipt {
    /// All of it, as it is kept in a file.
    pub fn text(&self) -> String {
        let proof = self.proven.as_ref().map(|it| format!("\n{}", it.text()));
        format!("{}{}", self.signed, proof.unwrap_or_default())
    }
}

/// A receipt that is to be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Believed {
    /// What it says.
    pub lines: Vec<String>,
    /// The entry that the trail has of it and the checkpoint that covers it,
    /// if it carries a proof.
    pub proved: Option<(i64, Head)>,
}

/// Checks a receipt, or another statement of ours, without asking anyone: the
/// signature, and the proof if it carries one. Says why it is not believed.
pub fn believe(text: &str, trusted: &[Trusted]) -> Result<Believed, String> {
    let mut fault = "there is no key to check it with".to_owned();
    let signed = trusted.iter().find_map(|key| {
        statement::verify(text, &key.bare()).map_err(|it| fault = it.to_string()).ok()
    });
    let lines = signed.ok_or(fault)?;
    let Some(proven) = Proven::read(text).map_err(|it| it.to_string())? else {
        return Ok(Believed { lines, proved: None });
    };
    let head = proven.verify(trusted).map_err(|it| it.to_string())?;
    if fits(&lines, &proven.entry) {
        Ok(Believed { lines, proved: Some((proven.entry.seq, head)) })
    } else {
        Err("the proof in it is that of something else".to_owned())
    }
}

/// The digests of both envelopes, as the lines of a receipt have them.
pub fn digests(text: &str) -> Option<(&str, &str)> {
    let said = |name: &str| text.lines().find_map(|it| it.strip_prefix(name));
    said(QUALITY).zip(said(PRICE))
}

/// Whether an entry is that of the submission that a receipt was given for.
fn fits(lines: &[String], entry: &Written) -> bool {
    let said = |name: &str| lines.iter().find_map(|it| it.strip_prefix(name));
    let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap_or_default();
    let entered = |name: &str| detail.get(name).and_then(|it| it.as_str());
    let version = detail.get("request_version").map(ToString::to_string);
    let quality = entered("quality_sha256");
    ENTERED.contains(&entry.action.as_str())
        && quality.is_some()
        && said(QUALITY) == quality
        && said(PRICE) == entered("price_sha256")
        && said(VERSION) == version.as_deref()
        && said(RECEIVED).and_then(|it| it.parse().ok()) == Some(entry.at)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{believe, lines};
    use crate::audit::proven::Proven;
    use crate::audit::written::Written;
    use crate::bids::samples;
    use crate::bids::state::BidState;
    use crate::seal::checkpoint::Head;
    use crate::seal::keys::Keys;
    use crate::seal::merkle::leaf;

    /// A receipt with the proof of an entry of these digests, the first of a trail.
    fn receipt(keys: &Keys, quality: &str) -> String {
        let mut bid = samples::bid(BidState::Submitted);
        (bid.content_hash, bid.price_hash) = (Some(vec![1; 32]), Some(vec![2; 32]));
        let signed = keys.sign(&lines(&bid, &samples::request(), "Kestrel Cyber", samples::noon()));
        let entry = Written {
            seq: 1,
            at: samples::noon(),
            actor: None,
            organisation: None,
            action: "bid.submitted".to_owned(),
            subject: Uuid::nil(),
            detail: format!(
                "{{\"price_sha256\": \"{}\", \"quality_sha256\": \"{quality}\", \"request_version\": {}}}",
                "02".repeat(32),
                bid.request_version
            ),
            call: "call".to_owned(),
            prev_hash: vec![0; 32],
            hash: Vec::new(),
        };
        let head =
            Head { origin: "muster.test".into(), size: 1, root: leaf(&entry.expected_hash()) };
        let proven = Proven { entry, proof: Vec::new(), note: keys.sign_checkpoint(&head) };
        super::Receipt { signed, proven: Some(proven) }.text()
    }

    #[test]
    fn a_receipt_is_believed_with_the_proof_of_its_own_entry_and_no_other() {
        let (keys, _) = Keys::fresh().unwrap();
        let own = receipt(&keys, &"01".repeat(32));
        let believed = believe(&own, &keys.trusted()).unwrap();
        assert_eq!(believed.proved.unwrap().0, 1);
        let other = receipt(&keys, &"03".repeat(32));
        let said = believe(&other, &keys.trusted()).unwrap_err();
        assert!(said.contains("of something else"), "{said}");
        let bare = own.split("\nMuster audit entry").next().unwrap();
        assert_eq!(believe(bare, &keys.trusted()).unwrap().proved, None);
        let (others, _) = Keys::fresh().unwrap();
        assert!(believe(&own, &others.trusted()).unwrap_err().contains("another key"));
        let both: Vec<_> = others.trusted().into_iter().chain(keys.trusted()).collect();
        assert!(believe(&own, &both).is_ok(), "a key that was renewed");
    }
}
