//! What a change does to the ranking. Pure: the preview and the act ask the same.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::model::{Proposal, What};
use crate::evaluation::model::{AgreedScore, Frozen, FrozenBid, Snapshot};
use crate::evaluation::ranking;
use crate::requests::model::{Criterion, PriceMethod, Request};
use crate::types::ids::{BidId, CriterionId};
use crate::types::money::Money;

/// What a ranking is made by.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The criteria, price among them.
    pub criteria: Vec<Criterion>,
    /// The most a score can be.
    pub scale_max: i16,
    /// How prices are marked.
    pub method: PriceMethod,
}

impl Rules {
    /// What the ranking of a request is made by.
    pub fn of(request: &Request, criteria: Vec<Criterion>) -> Self {
        Self { criteria, scale_max: request.scale_max, method: request.price_method }
    }

    fn price_weight(&self) -> Decimal {
        self.criteria.iter().filter(|it| it.is_price).map(|it| Decimal::from(it.weight)).sum()
    }
}

/// The ranking after a change. `None` if the bid is not in it, or there is no
/// such score.
pub fn after(before: &Snapshot, proposal: &Proposal, rules: &Rules) -> Option<Snapshot> {
    before.quality.of(proposal.bid)?;
    let changed = before.quality.bids.iter().map(|bid| match bid.bid == proposal.bid {
        true => changed(bid, proposal, rules),
        false => Some(bid.clone()),
    });
    let quality =
        Frozen { lots: before.quality.lots.clone(), bids: changed.collect::<Option<_>>()? };
    let prices: BTreeMap<BidId, Money> =
        before.ranking.bids.iter().map(|it| (it.bid, it.price)).collect();
    let ranking = ranking::rank(&quality, &prices, rules.method, rules.price_weight())?;
    Some(Snapshot { quality, ranking })
}

fn changed(bid: &FrozenBid, proposal: &Proposal, rules: &Rules) -> Option<FrozenBid> {
    match &proposal.what {
        What::Disqualify(code) => {
            Some(FrozenBid { removed: Some(code.with(&proposal.reason)), ..bid.clone() })
        }
        What::Reinstate => Some(FrozenBid { removed: None, ..bid.clone() }),
        What::Rescore { criterion, score, .. } => rescored(bid, *criterion, *score, rules),
    }
}

fn rescored(
    bid: &FrozenBid,
    criterion: CriterionId,
    score: i16,
    rules: &Rules,
) -> Option<FrozenBid> {
    let mut scores = bid.scores.clone();
    *scores.get_mut(&criterion)? = score;
    let agreed = scores.into_iter().map(|(criterion_id, score)| AgreedScore {
        bid_id: bid.bid,
        criterion_id,
        score,
        reason: String::new(),
    });
    let agreed: Vec<AgreedScore> = agreed.collect();
    let who = (bid.bid, bid.provider);
    let again = ranking::frozen_bid(&rules.criteria, rules.scale_max, who, &agreed)?;
    Some(FrozenBid { draw: bid.draw, removed: bid.removed.clone(), ..again })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use uuid::Uuid;

    use super::*;
    use crate::evaluation::reranking::model::DisqualifyReason;
    use crate::types::ids::ProviderId;

    const SCORED: u128 = 7;

    fn criterion(n: u128, weight: i32, is_price: bool) -> Criterion {
        Criterion {
            id: Uuid::from_u128(n).into(),
            criterion: "technical".to_owned(),
            name: format!("Criterion {n}"),
            drawn_from: "Technical merit".to_owned(),
            is_price,
            weight,
            question: String::new(),
            guidance: String::new(),
            word_limit: 500,
            minimum: if is_price { 0 } else { 1 },
        }
    }

    fn rules() -> Rules {
        Rules {
            criteria: vec![criterion(SCORED, 60, false), criterion(9, 40, true)],
            scale_max: 5,
            method: PriceMethod::Lowest,
        }
    }

    /// Bids of a score and a price, ranked by the rules above.
    fn ranked(bids: &[(u128, i16, i64)]) -> Snapshot {
        let ids: Vec<(BidId, ProviderId)> = bids
            .iter()
            .map(|it| (Uuid::from_u128(it.0).into(), Uuid::from_u128(it.0).into()))
            .collect();
        let agreed: Vec<AgreedScore> = bids
            .iter()
            .map(|it| AgreedScore {
                bid_id: Uuid::from_u128(it.0).into(),
                criterion_id: Uuid::from_u128(SCORED).into(),
                score: it.1,
                reason: String::new(),
            })
            .collect();
        let quality = ranking::freeze(&rules().criteria, 5, &ids, &agreed, "word".into()).unwrap();
        let prices: BTreeMap<BidId, Money> = bids
            .iter()
            .map(|it| (Uuid::from_u128(it.0).into(), Money::from_pence(it.2 * 100).unwrap()))
            .collect();
        let ranking = ranking::rank(&quality, &prices, PriceMethod::Lowest, 40.into()).unwrap();
        Snapshot { quality, ranking }
    }

    fn of(bid: u128, what: What) -> Proposal {
        Proposal { bid: Uuid::from_u128(bid).into(), what, reason: "Because.".to_owned() }
    }

    fn order(it: &Snapshot) -> Vec<(u128, String)> {
        it.ranking.bids.iter().map(|it| (it.bid.uuid().as_u128(), it.total_shown())).collect()
    }

    #[test]
    fn one_bid_less_can_turn_the_others_round_and_back_again() {
        // A £100 of 3, B £150 of 4, C £60 of 1: C sets the lowest price.
        let before = ranked(&[(1, 3, 100), (2, 4, 150), (3, 1, 60)]);
        let with = [(2, "64.00".to_owned()), (1, "60.00".to_owned()), (3, "52.00".to_owned())];
        assert_eq!(order(&before), with);
        let out = of(3, What::Disqualify(DisqualifyReason::Untrue));
        let without = after(&before, &out, &rules()).unwrap();
        let gone = [(1, "76.00".to_owned()), (2, "74.67".to_owned()), (3, "–".to_owned())];
        assert_eq!(order(&without), gone);
        let why = without.ranking.of(out.bid).unwrap().disqualified.clone().unwrap();
        assert_eq!(why, "Something that the bid says or declares is not true. Because.");
        let back = after(&without, &of(3, What::Reinstate), &rules()).unwrap();
        assert_eq!(back, before);
    }

    #[test]
    fn a_score_agreed_anew_keeps_the_draw_and_asks_the_minimum_again() {
        let before = ranked(&[(1, 3, 100), (2, 4, 125)]);
        let score = |score| What::Rescore {
            criterion: Uuid::from_u128(SCORED).into(),
            score,
            reason: String::new(),
        };
        let up = after(&before, &of(1, score(5)), &rules()).unwrap();
        assert_eq!(order(&up), [(1, "100.00".to_owned()), (2, "80.00".to_owned())]);
        let draws = |it: &Snapshot| it.quality.bids.iter().map(|it| it.draw).collect::<Vec<_>>();
        assert_eq!(draws(&up), draws(&before));
        let down = after(&before, &of(1, score(0)), &rules()).unwrap();
        assert!(down.ranking.of(Uuid::from_u128(1).into()).unwrap().disqualified.is_some());
        assert_eq!(after(&down, &of(1, score(3)), &rules()).unwrap(), before);
        // No such score, criterion or bid.
        assert_eq!(after(&before, &of(1, score(6)), &rules()), None);
        assert_eq!(after(&before, &of(1, score(-1)), &rules()), None);
        assert_eq!(after(&before, &of(9, What::Reinstate), &rules()), None);
    }
}
