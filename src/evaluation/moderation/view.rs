//! Scores laid side by side.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;

use crate::accounts::roles::Reader;
use crate::bids;
use crate::bids::opened::model::OpenedBid;
use crate::error::{Error, Result};
use crate::evaluation::forms::{Place, ScoreTyped};
use crate::evaluation::model::{AgreedScore, RankedBid, Ranking, Score};
use crate::evaluation::policy::Refusal;
use crate::evaluation::ranking::parted_by;
use crate::evaluation::{blind, conflicts, panel, policy, queries};
use crate::requests;
use crate::requests::model::{Criterion, Request};
use crate::types::ids::{BidId, CriterionId, UserId};
use crate::types::time::Moment;

/// One evaluator's score, side by side with the others'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenBy {
    /// The evaluator.
    pub name: String,
    /// Their score.
    pub score: i16,
    /// Their reason.
    pub reason: String,
}

/// One bid on one criterion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Side {
    /// Every evaluator's score.
    pub given: Vec<GivenBy>,
    /// What is agreed, if anything is.
    pub agreed: Option<i16>,
}

impl Side {
    /// How far the scores are apart.
    pub fn spread(&self) -> i16 {
        let scores = || self.given.iter().map(|it| it.score);
        scores().max().unwrap_or(0) - scores().min().unwrap_or(0)
    }

    /// Whether they are so far apart that the panel should talk about it.
    pub fn is_wide(&self) -> bool {
        self.spread() >= 2
    }

    /// `3, 4, 4`
    pub fn shown(&self) -> String {
        let scores: Vec<String> = self.given.iter().map(|it| it.score.to_string()).collect();
        scores.join(", ")
    }
}

/// One bid, with a cell for each criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModerationRow {
    /// What the panel calls the bidder.
    pub letter: String,
    /// Criterion by criterion.
    pub sides: Vec<Side>,
}

/// A line of the ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankingRow {
    /// `1`, or a dash.
    pub rank: String,
    /// The provider.
    pub provider: String,
    /// Quality marks, two places.
    pub quality: String,
    /// The price.
    pub price: String,
    /// Price marks, two places.
    pub price_score: String,
    /// What it is ranked by, two places.
    pub total: String,
    /// Why it is disqualified, if it is.
    pub disqualified: String,
    /// Whether the price is abnormally low.
    pub abnormally_low: bool,
    /// Where the explanation of that stands.
    pub low: String,
    /// How a tie was broken, if one was.
    pub tie: &'static str,
    /// What its team lacks, in sentences.
    pub lacks: Vec<String>,
}

/// Everything the panel has before it.
#[derive(Debug)]
pub struct Table {
    /// The request.
    pub request: Request,
    /// The criteria that are scored.
    pub criteria: Vec<Criterion>,
    /// Bids under the panel's letters.
    pub bids: Vec<(String, OpenedBid)>,
    /// Every score.
    pub scores: Vec<Score>,
    /// What is agreed so far.
    pub agreed: Vec<AgreedScore>,
    /// Who the evaluators are.
    pub names: BTreeMap<UserId, String>,
    /// Whether this person may agree scores, rather than read them only.
    pub may_agree: bool,
    /// Why they may not agree scores, if they may not.
    pub barred: String,
    /// How many evaluators have a conflict of interest with somebody who bid.
    pub recused: usize,
    /// Whether quality is locked, so that letters stand for nobody any more.
    pub locked: bool,
}

/// What the panel has before it, if this person may compare it now. Bidders
/// are still letters, in an order that belongs to the request.
pub async fn table(
    conn: &mut AsyncPgConnection,
    who: &Reader,
    reference: &str,
    now: Moment,
) -> Result<Table> {
    let request = requests::queries::readable(conn, who, reference).await?;
    let lock = queries::lock_of(conn, request.id).await?;
    let panel = panel::queries::panel(conn, &request).await?;
    let refused = policy::may_compare(who, &request, lock.as_ref(), &panel, now);
    if refused == Err(Refusal::Undeclared) {
        return Err(Error::AlreadyDone(format!("/requests/{reference}/evaluation/declaration")));
    }
    refused?;
    if let Some(member) = who.member() {
        conflicts::queries::refuse_unready(conn, &request, &panel, member.user).await?;
    }
    let moderates = who.judge(|it| policy::may_moderate(it, &request, lock.as_ref(), &panel, now));
    let opened = bids::opened::queries::all(conn, &request, now).await?;
    let mut criteria = requests::queries::criteria_of(conn, request.id).await?;
    criteria.retain(|it| !it.is_price);
    let mut scores = queries::scores(conn, request.id).await?;
    scores.retain(|it| panel.counts(it.evaluator_id, it.bid_id));
    let evaluators: Vec<UserId> = scores.iter().map(|it| it.evaluator_id).collect();
    Ok(Table {
        bids: blind::shuffled(request.id.uuid(), opened, |bid| bid.id.uuid()),
        agreed: queries::agreed(conn, request.id).await?,
        names: queries::names(conn, &evaluators).await?,
        may_agree: moderates.is_ok(),
        barred: moderates.err().unwrap_or_default(),
        recused: panel.recused(),
        locked: lock.is_some(),
        request,
        criteria,
        scores,
    })
}

impl Table {
    /// The bid with a letter.
    pub fn bid(&self, letter: &str) -> Result<&OpenedBid> {
        let found = self.bids.iter().find(|(it, _)| it == letter);
        found.map(|(_, bid)| bid).ok_or(Error::NotFound)
    }

    /// What is agreed for a bid on a criterion.
    pub fn agreed(&self, bid: BidId, criterion: CriterionId) -> Option<&AgreedScore> {
        self.agreed.iter().find(|it| it.bid_id == bid && it.criterion_id == criterion)
    }

    /// What is agreed at a place, as it would be typed.
    pub fn typed(&self, place: &Place) -> Option<ScoreTyped> {
        let agreed = self.agreed(place.bid, place.criterion);
        agreed.map(|it| ScoreTyped::of(it.score, &it.reason))
    }

    /// One bid, criterion by criterion.
    pub fn sides(&self, bid: BidId) -> Vec<Side> {
        let side = |criterion: &Criterion| {
            let of_it = |it: &&Score| it.bid_id == bid && it.criterion_id == criterion.id;
            let given = self.scores.iter().filter(of_it).map(|it| GivenBy {
                name: self.names.get(&it.evaluator_id).cloned().unwrap_or_default(),
                score: it.score,
                reason: it.reason.clone(),
            });
            Side {
                given: given.collect(),
                agreed: self.agreed(bid, criterion.id).map(|it| it.score),
            }
        };
        self.criteria.iter().map(side).collect()
    }

    /// Whether a score is agreed for every bid on every criterion.
    pub fn is_agreed(&self) -> bool {
        let every =
            |bid: &OpenedBid| self.criteria.iter().all(|it| self.agreed(bid.id, it.id).is_some());
        self.bids.iter().all(|(_, bid)| every(bid))
    }

    /// Bid by bid.
    pub fn rows(&self) -> Vec<ModerationRow> {
        let row = |(letter, bid): &(String, OpenedBid)| ModerationRow {
            letter: letter.clone(),
            sides: self.sides(bid.id),
        };
        self.bids.iter().map(row).collect()
    }
}

/// A line of the ranking, as shown.
pub fn ranking_row(
    ranking: &Ranking,
    bid: &RankedBid,
    provider: String,
    (low, lacks): (String, Vec<String>),
) -> RankingRow {
    RankingRow {
        rank: bid.rank.map(|it| it.to_string()).unwrap_or_else(|| "–".to_owned()),
        provider,
        quality: bid.quality_shown(),
        price: bid.price.to_string(),
        price_score: bid.price_score_shown(),
        total: bid.total_shown(),
        disqualified: bid.disqualified.clone().unwrap_or_default(),
        abnormally_low: bid.abnormally_low,
        low,
        tie: parted_by(ranking, bid.bid).unwrap_or_default(),
        lacks,
    }
}

#[cfg(test)]
mod tests {
    use super::{GivenBy, Side};

    #[test]
    fn scores_two_apart_are_worth_talking_about() {
        let side = |scores: &[i16]| Side {
            given: scores
                .iter()
                .map(|score| GivenBy { name: String::new(), score: *score, reason: String::new() })
                .collect(),
            agreed: None,
        };
        assert!(!side(&[3, 4, 4]).is_wide());
        assert!(side(&[2, 4]).is_wide());
        assert_eq!(side(&[]).spread(), 0);
        assert_eq!(side(&[3, 4]).shown(), "3, 4");
    }
}
