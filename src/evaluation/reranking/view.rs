//! A ranking before and after a change, and the changes there were, laid out.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;

use super::model::{ChangeKind, Numbered, RankingChange};
use super::queries;
use crate::error::Result;
use crate::evaluation::model::{RankedBid, Ranking};
use crate::evaluation::queries as evaluation;
use crate::requests;
use crate::requests::model::{Criterion, Request};
use crate::types::ids::{BidId, ProviderId, UserId};
use crate::types::uk_time;

/// One bid, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectRow {
    /// Whose it is.
    pub provider: String,
    /// Its place before, or a dash.
    pub was_place: String,
    /// Its place after.
    pub place: String,
    /// What it was ranked by before.
    pub was_total: String,
    /// What it is ranked by after.
    pub total: String,
    /// `Moves up`, `Moves down`, and so on; nothing where nothing changes.
    pub moves: &'static str,
}

fn place(bid: Option<&RankedBid>) -> String {
    bid.and_then(|it| it.rank).map_or_else(|| "–".to_owned(), |it| it.to_string())
}

fn moves(was: Option<u32>, is: Option<u32>) -> &'static str {
    match (was, is) {
        (Some(was), Some(is)) if is < was => "Moves up",
        (Some(was), Some(is)) if is > was => "Moves down",
        (Some(_), None) => "Disqualified",
        (None, Some(_)) => "Comes back",
        _ => "",
    }
}

/// Every bid before and after, in the order after.
pub fn effect(
    before: &Ranking,
    after: &Ranking,
    names: &BTreeMap<ProviderId, String>,
) -> Vec<EffectRow> {
    let row = |it: &RankedBid| {
        let was = before.of(it.bid);
        EffectRow {
            provider: names.get(&it.provider).cloned().unwrap_or_default(),
            was_place: place(was),
            place: place(Some(it)),
            was_total: was.map(RankedBid::total_shown).unwrap_or_default(),
            total: it.total_shown(),
            moves: moves(was.and_then(|it| it.rank), it.rank),
        }
    };
    after.bids.iter().map(row).collect()
}

/// A change, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRead {
    /// Its address.
    pub href: String,
    /// What it does: `Disqualify Harrow Forensics Ltd`.
    pub title: String,
    /// What it does, with what it was and is.
    pub facts: Vec<(&'static str, String)>,
    /// Where it stands.
    pub state: &'static str,
    /// The colour of that.
    pub colour: &'static str,
    /// Who proposed it, and when.
    pub proposed: String,
    /// Who decided on it, and when.
    pub decided: String,
    /// Why it was refused.
    pub decision: String,
    /// The number of the ranking that it made.
    pub number: Option<i32>,
}

/// What is needed to put changes into words.
#[derive(Debug, Clone)]
pub struct Words {
    request: Request,
    criteria: Vec<Criterion>,
    numbered: Vec<Numbered>,
    people: BTreeMap<UserId, String>,
    /// Who the bidders are.
    pub providers: BTreeMap<ProviderId, String>,
}

impl Words {
    /// What is needed for some changes of a request's ranking.
    pub async fn of(
        conn: &mut AsyncPgConnection,
        request: &Request,
        changes: &[RankingChange],
    ) -> Result<Self> {
        let numbered = queries::numbered(conn, request.id).await?;
        let bids = numbered.iter().flat_map(|it| &it.snapshot.ranking.bids);
        let providers: Vec<ProviderId> = bids.map(|it| it.provider).collect();
        let people = changes.iter().flat_map(|it| [Some(it.proposed_by), it.decided_by]).flatten();
        let people: Vec<UserId> = people.collect();
        Ok(Self {
            criteria: requests::queries::criteria_of(conn, request.id).await?,
            people: evaluation::names(conn, &people).await?,
            providers: evaluation::provider_names(conn, &providers).await?,
            numbered,
            request: request.clone(),
        })
    }

    /// Every ranking there has been, the newest first.
    pub fn numbered(&self) -> &[Numbered] {
        &self.numbered
    }

    /// Whose a bid is.
    pub fn provider_of(&self, bid: BidId) -> String {
        let found = self.numbered.iter().find_map(|it| it.snapshot.ranking.of(bid));
        let name = found.and_then(|it| self.providers.get(&it.provider));
        name.cloned().unwrap_or_default()
    }

    fn person(&self, id: UserId) -> String {
        self.people.get(&id).cloned().unwrap_or_default()
    }

    /// A change in words.
    pub fn read(&self, it: &RankingChange) -> ChangeRead {
        let provider = self.provider_of(it.bid_id);
        let title = match it.kind {
            ChangeKind::Disqualify => format!("Disqualify {provider}"),
            ChangeKind::Reinstate => format!("Bring {provider} back"),
            ChangeKind::Rescore => format!("Change a score of {provider}"),
        };
        let decided = it.decided_at.map(uk_time::full).map(|at| match it.decided_by {
            Some(by) => format!("{}, {at}", self.person(by)),
            None => at,
        });
        let (state, colour) = (it.state.label(), if it.waits() { "yellow" } else { "grey" });
        let made = self.numbered.iter().find(|one| one.change == Some(it.id));
        ChangeRead {
            href: format!("/requests/{}/ranking/changes/{}", self.request.reference, it.id),
            title,
            facts: self.facts(it),
            state,
            colour,
            proposed: format!("{}, {}", self.person(it.proposed_by), uk_time::full(it.proposed_at)),
            decided: decided.unwrap_or_default(),
            decision: it.decision.clone(),
            number: made.map(|it| it.number),
        }
    }

    fn facts(&self, it: &RankingChange) -> Vec<(&'static str, String)> {
        let mut facts = Vec::new();
        if let Some(code) = it.code {
            facts.push(("Ground", code.label().to_owned()));
        }
        if let (Some(criterion), Some(score)) = (it.criterion_id, it.score) {
            let found = self.criteria.iter().find(|one| one.id == criterion);
            facts.push(("Criterion", found.map(|it| it.name.clone()).unwrap_or_default()));
            let was = it.was_score.map(|it| it.to_string()).unwrap_or_default();
            facts.push(("Score", format!("{was} before, {score} after")));
            facts.push(("Reason for the score before", it.was_reason.clone()));
            facts.push(("Reason for the new score", it.score_reason.clone()));
        }
        if it.code.is_none_or(|ground| ground.is_explained_by(&it.reason)) {
            facts.push(("Why", it.reason.clone()));
        }
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::moves;

    #[test]
    fn a_move_is_said_in_words_and_no_move_is_not() {
        for (was, is, said) in [
            (Some(2), Some(1), "Moves up"),
            (Some(1), Some(2), "Moves down"),
            (Some(1), Some(1), ""),
            (Some(1), None, "Disqualified"),
            (None, Some(3), "Comes back"),
            (None, None, ""),
        ] {
            assert_eq!(moves(was, is), said);
        }
    }
}
