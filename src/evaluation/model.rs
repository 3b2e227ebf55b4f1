//! Openings, scores and the ranking.

use std::collections::BTreeMap;

use diesel::prelude::*;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::forms::Given;
use crate::schema;
use crate::types::ids::{BidId, CriterionId, ProviderId, RequestId, UserId};
use crate::types::money::Money;
use crate::types::scoring::two_places;
use crate::types::text::hex;
use crate::types::time::Moment;

/// The opening of a request's bids, confirmed by one person or by two.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::openings, check_for_backend(diesel::pg::Pg))]
pub struct Opening {
    /// The request.
    pub request_id: RequestId,
    /// Who confirmed first.
    pub first_by: UserId,
    /// When.
    pub first_at: Moment,
    /// Who confirmed second; the bids are open from then on.
    pub second_by: Option<UserId>,
    /// When the bids were opened.
    pub opened_at: Option<Moment>,
}

/// What one evaluator gave one bid on one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::scores, check_for_backend(diesel::pg::Pg))]
pub struct Score {
    /// The bid.
    pub bid_id: BidId,
    /// The criterion.
    pub criterion_id: CriterionId,
    /// Who gave it.
    pub evaluator_id: UserId,
    /// The score, from nought to the most the request allows.
    pub score: i16,
    /// Why.
    pub reason: String,
}

/// What the panel agreed for one bid on one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::agreed_scores, check_for_backend(diesel::pg::Pg))]
pub struct AgreedScore {
    /// The bid.
    pub bid_id: BidId,
    /// The criterion.
    pub criterion_id: CriterionId,
    /// The score.
    pub score: i16,
    /// Why, as the bidder will read it.
    pub reason: String,
}

impl AgreedScore {
    /// The SHA-256 of all of it, as the trail knows it.
    pub fn digest(&self) -> String {
        let Self { bid_id, criterion_id, score, reason } = self;
        hex(&Sha256::digest(format!("{bid_id}\n{criterion_id}\n{score}\n{reason}")))
    }
}

impl From<&Given> for AgreedScore {
    fn from(it: &Given) -> Self {
        let reason = it.reason.clone();
        Self { bid_id: it.bid, criterion_id: it.criterion, score: it.score, reason }
    }
}

/// The locked quality of a request's bids.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::quality_locks, check_for_backend(diesel::pg::Pg))]
pub struct QualityLock {
    /// The request.
    pub request_id: RequestId,
    /// Who locked it.
    pub locked_by: UserId,
    /// When.
    pub locked_at: Moment,
    /// What was frozen, as [`Snapshot`] serialises.
    pub ranking: serde_json::Value,
}

/// What is kept when quality is locked, decimals as text: it stands for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Quality, and the draw of lots.
    pub quality: Frozen,
    /// The order of merit.
    pub ranking: Ranking,
}

impl QualityLock {
    /// What was frozen.
    pub fn snapshot(&self) -> Result<Snapshot, anyhow::Error> {
        Ok(Snapshot::deserialize(&self.ranking)?)
    }
}

/// Quality as it stood when it was locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// The random word of the draw of lots: bids are drawn in the order of
    /// the SHA-256 of this word and their id.
    pub lots: String,
    /// Every opened bid.
    pub bids: Vec<FrozenBid>,
}

impl Frozen {
    /// One bid's quality.
    pub fn of(&self, bid: BidId) -> Option<&FrozenBid> {
        self.bids.iter().find(|it| it.bid == bid)
    }
}

/// One bid's quality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenBid {
    /// The bid.
    pub bid: BidId,
    /// Whose it is.
    pub provider: ProviderId,
    /// The agreed scores.
    pub scores: BTreeMap<CriterionId, i16>,
    /// The quality marks, not rounded.
    pub quality: Decimal,
    /// Why it is disqualified, if a score is below the request's minimum.
    pub short: Option<String>,
    /// Why two people of the force disqualified it, if they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<String>,
    /// Its place in the draw of lots, from 1.
    pub draw: u32,
}

/// The bids of a request in order of merit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking {
    /// Best first; disqualified bids last.
    pub bids: Vec<RankedBid>,
}

/// A bid in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankedBid {
    /// The bid.
    pub bid: BidId,
    /// Whose it is.
    pub provider: ProviderId,
    /// Its quality marks, not rounded.
    pub quality: Decimal,
    /// Its price marks; none where bids are ranked by price per quality point.
    pub price_score: Option<Decimal>,
    /// What it is ranked by: marks together, or pounds per quality point.
    pub total: Option<Decimal>,
    /// Its price.
    pub price: Money,
    /// First is 1; a disqualified bid has no place.
    pub rank: Option<u32>,
    /// Whether it shares its total with another, so that a rule parted them.
    pub tied: bool,
    /// Why it is disqualified, if it is.
    pub disqualified: Option<String>,
    /// Whether the price is so low that the force should ask about it.
    pub abnormally_low: bool,
}

impl RankedBid {
    /// Quality marks as shown.
    pub fn quality_shown(&self) -> String {
        two_places(self.quality)
    }

    /// Price marks as shown.
    pub fn price_score_shown(&self) -> String {
        self.price_score.map(two_places).unwrap_or_else(|| "–".to_owned())
    }

    /// The total as shown.
    pub fn total_shown(&self) -> String {
        self.total.map(two_places).unwrap_or_else(|| "–".to_owned())
    }
}

impl Ranking {
    /// The bid in first place, if any bid is left in.
    pub fn first(&self) -> Option<&RankedBid> {
        self.bids.iter().find(|it| it.rank == Some(1))
    }

    /// One bid's place.
    pub fn of(&self, bid: BidId) -> Option<&RankedBid> {
        self.bids.iter().find(|it| it.bid == bid)
    }
}

#[cfg(test)]
mod tests {
    use super::Ranking;

    /// The trail holds the digest of each ranking as it was serialised when it was frozen.
    #[test]
    fn a_ranking_of_the_past_still_serialises_to_what_was_digested() {
        let bid = |id: u8, rest: &str| {
            let id = uuid::Uuid::from_bytes([id; 16]);
            format!("{{\"bid\":\"{id}\",\"provider\":\"{id}\",\"quality\":\"58.3333\",{rest}}}")
        };
        let first = "\"price_score\":\"30\",\"total\":\"88.3333\",\"price\":8900000,\"rank\":1,\
            \"tied\":false,\"disqualified\":null,\"abnormally_low\":true";
        let out = "\"price_score\":null,\"total\":null,\"price\":9000000,\"rank\":null,\
            \"tied\":true,\"disqualified\":\"Below the least.\",\"abnormally_low\":false";
        let text = format!("{{\"bids\":[{},{}]}}", bid(1, first), bid(2, out));
        let read: Ranking = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }
}
