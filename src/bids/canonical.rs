//! A bid as its provider keeps a copy of it: the same bid always gives the
//! same bytes, whoever writes them out and when.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::model::{Answer, Content, Evidence, Nomination, OwnBid, Rate};
use crate::error::Result;
use crate::types::ids::ProviderId;
use crate::types::money::Money;
use crate::types::text::hex;

/// The fields in the order they are written. Money is whole pence. Changing
/// anything here needs a new `schema`.
#[derive(Serialize)]
struct CanonicalBid<'a> {
    schema: &'static str,
    bid: &'a str,
    request: &'a str,
    request_version: i32,
    provider: ProviderId,
    evidence: &'a [Evidence],
    answers: &'a [Answer],
    team: &'a [Nomination],
    rates: &'a [Rate],
    expenses_cap: Money,
    no_conflict: bool,
    prices_held: bool,
}

/// The bytes of a bid on one version of a request. The lists in `content`
/// come sorted by id.
pub fn bytes(bid: &OwnBid, request: &str, version: i32, content: &Content) -> Result<Vec<u8>> {
    let canonical = CanonicalBid {
        schema: "muster-bid-1",
        bid: &bid.reference,
        request,
        request_version: version,
        provider: bid.provider_id,
        evidence: &content.evidence,
        answers: &content.answers,
        team: &content.team,
        rates: &content.rates,
        expenses_cap: bid.expenses_cap,
        no_conflict: bid.no_conflict,
        prices_held: bid.prices_held,
    };
    Ok(serde_json::to_vec(&canonical).map_err(anyhow::Error::from)?)
}

/// SHA-256.
pub fn digest(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// A short mark of what a section said when a page was drawn, to notice that
/// a colleague saved it in the meantime.
pub fn mark(section: &impl Serialize) -> Result<String> {
    let bytes = serde_json::to_vec(section).map_err(anyhow::Error::from)?;
    Ok(hex(&digest(&bytes)).chars().take(16).collect())
}

#[cfg(test)]
mod tests {
    use super::{digest, hex, mark};

    #[test]
    fn digests_read_as_sha256sum_prints_them() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex(&digest(b"abc")), known);
    }

    #[test]
    fn a_mark_changes_with_what_it_marks() {
        assert_eq!(mark(&"one").unwrap(), mark(&"one").unwrap());
        assert_ne!(mark(&"one").unwrap(), mark(&"two").unwrap());
    }
}
