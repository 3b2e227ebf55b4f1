//! What is in an envelope.

use serde::{Deserialize, Serialize};

use crate::bids::attachments::model::Attachment;
use crate::bids::model::{Answer, Evidence, Nomination, OutcomePrice, OwnBid, Rate};
use crate::error::Result;
use crate::types::ids::ProviderId;
use crate::types::money::Money;
use crate::types::text::hex;

/// What an envelope says it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
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
    /// Drawn at random, so that nobody can guess the text and compare.
    pub nonce: String,
}

/// The quality envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    /// What it is.
    #[serde(flatten)]
    pub context: Context,
    /// The digest of the price envelope that belongs to it.
    pub price_sha256: String,
    /// Requirement by requirement.
    pub evidence: Vec<Evidence>,
    /// Question by question.
    pub answers: Vec<Answer>,
    /// Who would do the work.
    pub team: Vec<Nomination>,
    /// The same in words, where no role is asked for.
    #[serde(default)]
    pub team_words: String,
    /// Declared: no conflict of interest.
    pub no_conflict: bool,
    /// Declared: the prices hold for 90 days after the deadline.
    pub prices_held: bool,
    /// What is attached, in order. Bids that were sealed before there were
    /// attachments do not say.
    #[serde(default)]
    pub attachments: Vec<Attached>,
}

/// Something attached: what it is called, and the digests that it and its
/// sealed copy are held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// What its provider calls it.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// How much it weighs; its copy is padded.
    pub bytes: i64,
    /// SHA-256 of what is in it.
    pub sha256: String,
    /// SHA-256 of its sealed copy.
    pub sealed_sha256: String,
}

impl From<&Attachment> for Attached {
    fn from(it: &Attachment) -> Self {
        Self {
            name: it.file.name.clone(),
            media_type: it.file.media_type.clone(),
            bytes: it.file.bytes,
            sha256: hex(&it.sha256),
            sealed_sha256: hex(&it.sealed_sha256),
        }
    }
}

/// The price envelope. Money is whole pence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// What it is.
    #[serde(flatten)]
    pub context: Context,
    /// What a day of each role costs.
    pub rates: Vec<Rate>,
    /// What each outcome costs.
    #[serde(default)]
    pub prices: Vec<OutcomePrice>,
    /// The most that may be charged for expenses.
    pub expenses_cap: Money,
}

/// The schema of a quality envelope. The form before it had no team in words.
pub const QUALITY: &str = "muster-quality-2";
/// The schema of a price envelope. The form before it had no prices of outcomes.
pub const PRICE: &str = "muster-price-2";
/// The forms in which envelopes were sealed before, and are still opened.
pub const QUALITY_BEFORE: &str = "muster-quality-1";
/// The same of prices.
pub const PRICE_BEFORE: &str = "muster-price-1";

/// The digests of a bid's two envelopes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digests {
    /// SHA-256 of the quality envelope.
    pub quality: Vec<u8>,
    /// SHA-256 of the price envelope.
    pub price: Vec<u8>,
}

/// The bytes that are sealed.
pub fn bytes(text: &impl Serialize) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec(text).map_err(anyhow::Error::from)?)
}

/// A sealed bid as it lies there before its opening.
#[derive(Debug, Clone)]
pub struct SealedBid {
    /// What is known of it.
    pub bid: OwnBid,
    /// The quality envelope.
    pub quality: Option<Vec<u8>>,
    /// The price envelope.
    pub price: Option<Vec<u8>>,
    /// What the audit trail has of its last submission or confirmation.
    pub recorded: Option<Recorded>,
}

/// What the audit trail has of a bid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The version of the request that it answers.
    pub version: i64,
    /// The digest of its quality envelope.
    pub quality: String,
    /// The digest of its price envelope.
    pub price: String,
}
