//! What a letter said.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::awards::outcomes::model::{Letter, LetterLine, Winner};
use crate::error::Result;
use crate::evaluation::model::RankedBid;
use crate::types::ids::{AwardId, BidId, LetterId};
use crate::types::text::hex;
use crate::types::time::Moment;

/// What a letter said when it was sent; what is kept of it stands for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Whether the bid won.
    pub won: bool,
    /// Why it was disqualified, if it was.
    pub out: String,
    /// Its marks.
    pub own: Option<RankedBid>,
    /// The winner, with its marks.
    pub winner: Option<Winner>,
    /// Criterion by criterion.
    pub lines: Vec<LetterLine>,
}

impl Said {
    /// The SHA-256 of all of it, as the trail knows it.
    pub fn digest(&self) -> Result<String> {
        let said = serde_json::to_vec(self).map_err(anyhow::Error::from)?;
        Ok(hex(&Sha256::digest(said)))
    }
}

impl From<&Letter> for Said {
    fn from(it: &Letter) -> Self {
        Self {
            won: it.won,
            out: it.out.clone(),
            own: it.own.clone(),
            winner: it.winner.clone(),
            lines: it.lines.clone(),
        }
    }
}

/// A letter that was kept, as the trail knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entered {
    /// The bid it was about.
    pub bid: BidId,
    /// The digest of what it said.
    pub sha256: String,
}

/// A letter that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its id.
    pub id: LetterId,
    /// The award it told of.
    pub award: AwardId,
    /// The bid it was about.
    pub bid: BidId,
    /// When it went out.
    pub at: Moment,
    /// What it said.
    pub said: Said,
    /// When its award was withdrawn, and why, if it was.
    pub withdrawn: Option<(Moment, String)>,
}
