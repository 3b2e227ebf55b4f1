//! Every score of a request, found and laid out.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;

use crate::accounts::roles::Reader;
use crate::error::Result;
use crate::evaluation::model::{AgreedScore, Score};
use crate::evaluation::panel::model::Panel;
use crate::evaluation::policy::Refusal;
use crate::evaluation::reranking;
use crate::evaluation::reranking::model::RankingChange;
use crate::evaluation::reranking::state::RankingChangeState;
use crate::evaluation::{blind, conflicts, panel, policy, queries};
use crate::requests;
use crate::requests::model::{Criterion, Request};
use crate::types::ids::{BidId, ProviderId, UserId};
use crate::types::uk_time;

/// A score that somebody gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreLine {
    /// Who.
    pub name: String,
    /// The score.
    pub score: i16,
    /// Why.
    pub reason: String,
    /// Why it did not count, if it did not.
    pub uncounted: &'static str,
}

/// One bid on one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionScores {
    /// The criterion.
    pub criterion: Criterion,
    /// What each evaluator gave.
    pub given: Vec<ScoreLine>,
    /// What the panel agreed, and why.
    pub agreed: Option<(i16, String)>,
    /// What it was changed to after the lock, by whom and why, in order.
    pub changed: Vec<ScoreLine>,
}

/// One bid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BidScores {
    /// Whose it is.
    pub provider: String,
    /// What the panel called it in moderation: its bid is still there.
    pub letter: String,
    /// Criterion by criterion.
    pub criteria: Vec<CriterionScores>,
}

/// Every score of a request.
#[derive(Debug, Clone)]
pub struct Scores {
    /// The request.
    pub request: Request,
    /// Who locked quality, and when.
    pub locked: String,
    /// Bid by bid, by name.
    pub bids: Vec<BidScores>,
}

/// Every score of a request whose quality is locked, for somebody who may look back.
pub async fn scores(conn: &mut AsyncPgConnection, who: &Reader, reference: &str) -> Result<Scores> {
    let request = requests::queries::readable(conn, who, reference).await?;
    let lock = queries::lock_of(conn, request.id).await?.ok_or(Refusal::NotLockedYet)?;
    let panel = panel::queries::panel(conn, &request).await?;
    policy::may_look_back(who, &panel)?;
    if let Some(member) = who.member() {
        conflicts::queries::refuse_unready(conn, &request, &panel, member.user).await?;
    }
    let mut criteria = requests::queries::criteria_of(conn, request.id).await?;
    criteria.retain(|it| !it.is_price);
    let scores = queries::scores(conn, request.id).await?;
    let agreed = queries::agreed(conn, request.id).await?;
    let mut people: Vec<UserId> = scores.iter().map(|it| it.evaluator_id).collect();
    people.push(lock.locked_by);
    let mut changes = reranking::queries::all(conn, request.id).await?;
    changes.retain(|it| it.state == RankingChangeState::Made && it.criterion_id.is_some());
    changes.sort_by_key(|it| it.decided_at);
    people.extend(changes.iter().flat_map(|it| [Some(it.proposed_by), it.decided_by]).flatten());
    let names = queries::names(conn, &people).await?;
    let frozen = lock.snapshot()?.quality.bids;
    let providers: Vec<ProviderId> = frozen.iter().map(|it| it.provider).collect();
    let providers = queries::provider_names(conn, &providers).await?;
    let recused = conflicts::queries::recused_by(conn, request.id, lock.locked_at).await?;
    let laid = Laid {
        criteria: &criteria,
        scores: &scores,
        agreed: &agreed,
        names: &names,
        panel: &panel,
        recused: &recused,
        changes: &changes,
    };
    let letters = blind::shuffled(request.id.uuid(), panel.bids.clone(), |bid| bid.uuid());
    let mut bids: Vec<BidScores> = frozen
        .iter()
        .map(|it| {
            let provider = providers.get(&it.provider).cloned().unwrap_or_default();
            let letter = letters.iter().find(|(_, bid)| *bid == it.bid);
            laid.bid(it.bid, provider, letter.map(|it| it.0.clone()).unwrap_or_default())
        })
        .collect();
    bids.sort_by(|one, other| one.provider.cmp(&other.provider));
    let by = names.get(&lock.locked_by).cloned().unwrap_or_default();
    Ok(Scores { locked: format!("{by}, {}", uk_time::full(lock.locked_at)), request, bids })
}

struct Laid<'a> {
    criteria: &'a [Criterion],
    scores: &'a [Score],
    agreed: &'a [AgreedScore],
    names: &'a BTreeMap<UserId, String>,
    panel: &'a Panel,
    /// Who had a conflict of interest with whom when quality was locked.
    recused: &'a [(UserId, BidId)],
    /// Scores that were changed after that, in order.
    changes: &'a [RankingChange],
}

impl Laid<'_> {
    fn bid(&self, bid: BidId, provider: String, letter: String) -> BidScores {
        let criteria = self.criteria.iter().map(|it| self.criterion(bid, it));
        BidScores { provider, letter, criteria: criteria.collect() }
    }

    fn criterion(&self, bid: BidId, criterion: &Criterion) -> CriterionScores {
        let of_it = |it: &&Score| it.bid_id == bid && it.criterion_id == criterion.id;
        let agreed =
            self.agreed.iter().find(|it| it.bid_id == bid && it.criterion_id == criterion.id);
        let changed =
            |it: &&RankingChange| it.bid_id == bid && it.criterion_id == Some(criterion.id);
        // What the panel agreed is what stood before the first change.
        let first = self.changes.iter().find(changed);
        let first = first.and_then(|it| Some((it.was_score?, it.was_reason.clone())));
        CriterionScores {
            given: self.scores.iter().filter(of_it).map(|it| self.line(it)).collect(),
            agreed: first.or_else(|| agreed.map(|it| (it.score, it.reason.clone()))),
            changed: self.changes.iter().filter(changed).filter_map(|it| self.change(it)).collect(),
            criterion: criterion.clone(),
        }
    }

    fn change(&self, it: &RankingChange) -> Option<ScoreLine> {
        let name = |who: UserId| self.names.get(&who).cloned().unwrap_or_default();
        let when = it.decided_at.map(uk_time::full).unwrap_or_default();
        Some(ScoreLine {
            name: format!("{} and {}, {when}", name(it.proposed_by), name(it.decided_by?)),
            score: it.score?,
            reason: it.score_reason.clone(),
            uncounted: "",
        })
    }

    fn line(&self, it: &Score) -> ScoreLine {
        let uncounted = uncounted(it, self.panel, self.recused);
        ScoreLine {
            name: self.names.get(&it.evaluator_id).cloned().unwrap_or_default(),
            score: it.score,
            reason: it.reason.clone(),
            uncounted,
        }
    }
}

/// Why a score did not count when quality was locked; empty if it did. `recused`
/// is who had a conflict of interest with whom by then.
pub fn uncounted(it: &Score, panel: &Panel, recused: &[(UserId, BidId)]) -> &'static str {
    if recused.contains(&(it.evaluator_id, it.bid_id)) {
        "Not counted: declared a conflict of interest with this bidder"
    } else if panel.named.contains(&it.evaluator_id) {
        ""
    } else {
        "Not counted: no longer on the panel"
    }
}
