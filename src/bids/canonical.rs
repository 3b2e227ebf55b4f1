//! A bid as its provider keeps a copy of it: the same bid always gives the
//! same bytes, whoever writes them out and when.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::attachments::model::Attachment;
use super::model::{Answer, BidInFull, Evidence, Nomination, OutcomePrice, Rate};
use crate::error::Result;
use crate::types::ids::ProviderId;
use crate::types::money::Money;
use crate::types::text::hex;

/// The form of the text. Changing anything in it needs another.
const SCHEMA: &str = "muster-bid-3";
/// The form before it, which had no prices of outcomes and no team in words.
/// Copies that people keep in it are still read.
const BEFORE: &str = "muster-bid-2";

/// The fields in the order they are written. Money is whole pence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CanonicalBid {
    /// The form of the text.
    pub schema: String,
    /// The bid's reference.
    pub bid: String,
    /// The request's.
    pub request: String,
    /// The version of the request it answers.
    pub request_version: i32,
    /// Whose it is.
    pub provider: ProviderId,
    /// Requirement by requirement.
    pub evidence: Vec<Evidence>,
    /// Question by question.
    pub answers: Vec<Answer>,
    /// Who would do the work.
    pub team: Vec<Nomination>,
    /// The same in words, where no role is asked for.
    #[serde(default)]
    pub team_words: String,
    /// What a day of each role costs.
    pub rates: Vec<Rate>,
    /// What each outcome costs.
    #[serde(default)]
    pub prices: Vec<OutcomePrice>,
    /// The most that may be charged for expenses.
    pub expenses_cap: Money,
    /// Declared: no conflict of interest.
    pub no_conflict: bool,
    /// Declared: the prices hold for 90 days after the deadline.
    pub prices_held: bool,
    /// What is attached, in order.
    pub attachments: Vec<CanonicalFile>,
}

/// What is attached is not in the copy: what it is called, and its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CanonicalFile {
    /// What its provider calls it.
    pub name: String,
    /// How much it weighs.
    pub bytes: i64,
    /// Its SHA-256.
    pub sha256: String,
}

impl CanonicalBid {
    /// A bid as it stands. The lists in it come sorted by id.
    pub fn of(it: &BidInFull) -> Self {
        let (bid, request, content) = (&it.bid, &it.request, &it.content);
        let file = |it: &Attachment| CanonicalFile {
            name: it.file.name.clone(),
            bytes: it.file.bytes,
            sha256: hex(&it.sha256),
        };
        Self {
            schema: SCHEMA.to_owned(),
            bid: bid.reference.clone(),
            request: request.reference.clone(),
            request_version: if bid.is_written() { request.version } else { bid.request_version },
            provider: bid.provider_id,
            evidence: content.evidence.clone(),
            answers: content.answers.clone(),
            team: content.team.clone(),
            team_words: bid.team_words.clone(),
            rates: content.rates.clone(),
            prices: content.prices.clone(),
            expenses_cap: bid.expenses_cap,
            no_conflict: bid.no_conflict,
            prices_held: bid.prices_held,
            attachments: it.attachments.iter().map(file).collect(),
        }
    }

    /// Its bytes.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        Ok(serde_json::to_vec(self).map_err(anyhow::Error::from)?)
    }

    /// What bytes say, if they are a bid's.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let known = |it: &Self| it.schema == SCHEMA || it.schema == BEFORE;
        serde_json::from_slice(bytes).ok().filter(known)
    }
}

/// SHA-256.
pub fn digest(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

#[cfg(test)]
mod tests {
    use super::{CanonicalBid, digest, hex};
    use crate::bids::samples;

    #[test]
    fn digests_read_as_sha256sum_prints_them() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex(&digest(b"abc")), known);
    }

    #[test]
    fn a_copy_in_the_form_before_is_still_read_and_one_in_another_is_not() {
        let bid = CanonicalBid::of(&samples::in_full());
        let mut older = serde_json::to_value(&bid).unwrap();
        let fields = older.as_object_mut().unwrap();
        fields.remove("prices");
        fields.remove("team_words");
        fields.insert("schema".to_owned(), "muster-bid-2".into());
        let read = |it: &serde_json::Value| CanonicalBid::read(&serde_json::to_vec(it).unwrap());
        let expected = CanonicalBid { schema: "muster-bid-2".to_owned(), ..bid };
        assert_eq!(read(&older), Some(expected));
        older["schema"] = "muster-bid-1".into();
        assert_eq!(read(&older), None);
    }
}
