//! From agreed scores to frozen quality, and from frozen quality and prices to
//! the order of merit. Pure, exact, and the same however often it is asked.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::blind;
use super::model::{AgreedScore, Frozen, FrozenBid, RankedBid, Ranking};
use crate::requests::model::{Criterion, PriceMethod};
use crate::types::ids::{BidId, ProviderId};
use crate::types::money::Money;
use crate::types::scoring::{self, Mark, Ranked, Standing, Wins};

/// Freezes quality. `None` if a score is missing or makes no sense.
pub fn freeze(
    criteria: &[Criterion],
    scale_max: i16,
    bids: &[(BidId, ProviderId)],
    agreed: &[AgreedScore],
    lots: String,
) -> Option<Frozen> {
    let mut drawn: Vec<BidId> = bids.iter().map(|(bid, _)| *bid).collect();
    drawn.sort_by_cached_key(|bid| blind::digest(lots.as_bytes(), bid.uuid()));
    let frozen = bids.iter().map(|(bid, provider)| {
        let place = drawn.iter().position(|it| it == bid)?;
        let draw = u32::try_from(place).ok()?.checked_add(1)?;
        let bid = frozen_bid(criteria, scale_max, (*bid, *provider), agreed)?;
        Some(FrozenBid { draw, ..bid })
    });
    Some(Frozen { bids: frozen.collect::<Option<_>>()?, lots })
}

/// One bid's quality from what was agreed for it; its draw is for others to give.
pub(super) fn frozen_bid(
    criteria: &[Criterion],
    scale_max: i16,
    (bid, provider): (BidId, ProviderId),
    agreed: &[AgreedScore],
) -> Option<FrozenBid> {
    let mut scores = BTreeMap::new();
    let mut marks = Vec::new();
    let mut short = None;
    for criterion in criteria.iter().filter(|it| !it.is_price) {
        let given = agreed.iter().find(|it| it.bid_id == bid && it.criterion_id == criterion.id)?;
        let (score, minimum) =
            (u32::try_from(given.score).ok()?, u32::try_from(criterion.minimum).ok()?);
        if short.is_none() && scoring::falls_short(score, Some(minimum)) {
            short = Some(format!(
                "{} scored {score}, and the request asked for at least {minimum}",
                criterion.name
            ));
        }
        marks.push(Mark {
            weight: criterion.weight.into(),
            score,
            out_of: u32::try_from(scale_max).ok()?,
        });
        scores.insert(criterion.id, given.score);
    }
    let quality = scoring::quality(&marks)?;
    Some(FrozenBid { bid, provider, scores, quality, short, removed: None, draw: 0 })
}

/// Puts the bids in order. `None` if a price is missing or a mark cannot be made.
pub fn rank(
    frozen: &Frozen,
    prices: &BTreeMap<BidId, Money>,
    method: PriceMethod,
    price_weight: Decimal,
) -> Option<Ranking> {
    let mut compliant = Vec::new();
    let mut out = Vec::new();
    for bid in &frozen.bids {
        let price = *prices.get(&bid.bid)?;
        let no_quality = method == PriceMethod::PerQualityPoint && bid.quality <= Decimal::ZERO;
        match bid.removed.as_ref().or(bid.short.as_ref()) {
            Some(reason) => out.push(disqualified(bid, price, reason.clone())),
            None if no_quality => out.push(disqualified(
                bid,
                price,
                "It scored nothing for quality, so it has no price for each point of quality"
                    .to_owned(),
            )),
            None => compliant.push((bid, price)),
        }
    }
    let lowest = compliant.iter().map(|(_, price)| *price).min().unwrap_or(Money::ZERO);
    let mut standings = Vec::new();
    for (bid, price) in &compliant {
        let price_score = match method {
            PriceMethod::Lowest => Some(scoring::price_lowest(price_weight, lowest, *price)?),
            PriceMethod::Linear => Some(scoring::price_linear(price_weight, lowest, *price)?),
            PriceMethod::PerQualityPoint => None,
        };
        let total = match price_score {
            Some(score) => bid.quality.checked_add(score)?,
            None => scoring::price_per_quality_point(*price, bid.quality)?,
        };
        standings.push(Standing {
            bid: (*bid, price_score),
            total,
            quality: bid.quality,
            price: *price,
            draw: bid.draw,
        });
    }
    let wins = if method == PriceMethod::PerQualityPoint { Wins::Lowest } else { Wins::Highest };
    let ranked = scoring::rank(wins, standings);
    let placed = ranked.into_iter().map(|it| placed(it, &compliant));
    Some(Ranking { bids: placed.chain(out).collect() })
}

/// What placed a bid that shares its total with its neighbour, in words; nothing
/// is said of a bid that shares it with none.
pub fn parted_by(ranking: &Ranking, bid: BidId) -> Option<&'static str> {
    let at = ranking.bids.iter().position(|it| it.bid == bid)?;
    let this = ranking.bids.get(at).filter(|it| it.tied)?;
    let shown = this.total.map(|it| it.round_dp(20));
    let same = |it: &&RankedBid| it.tied && it.total.map(|it| it.round_dp(20)) == shown;
    let above = at.checked_sub(1).and_then(|it| ranking.bids.get(it)).filter(same);
    let other = above.or_else(|| ranking.bids.get(at + 1).filter(same))?;
    Some(if other.quality != this.quality {
        "Same total as another bid: placed by quality"
    } else if other.price != this.price {
        "Same total and quality as another bid: placed by price"
    } else {
        "Same total, quality and price as another bid: placed by the draw of lots"
    })
}

fn placed(
    ranked: Ranked<(&FrozenBid, Option<Decimal>)>,
    compliant: &[(&FrozenBid, Money)],
) -> RankedBid {
    let (bid, price_score) = ranked.standing.bid;
    let others: Vec<Money> = compliant
        .iter()
        .filter(|(other, _)| other.bid != bid.bid)
        .map(|(_, price)| *price)
        .collect();
    RankedBid {
        bid: bid.bid,
        provider: bid.provider,
        quality: bid.quality,
        price_score,
        total: Some(ranked.standing.total),
        price: ranked.standing.price,
        rank: Some(ranked.place),
        tied: ranked.tied,
        disqualified: None,
        abnormally_low: scoring::abnormally_low(ranked.standing.price, &others).is_flagged(),
    }
}

fn disqualified(bid: &FrozenBid, price: Money, reason: String) -> RankedBid {
    RankedBid {
        bid: bid.bid,
        provider: bid.provider,
        quality: bid.quality,
        price_score: None,
        total: None,
        price,
        rank: None,
        tied: false,
        disqualified: Some(reason),
        abnormally_low: false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rust_decimal::Decimal;
    use uuid::Uuid;

    use super::{freeze, parted_by, rank};
    use crate::evaluation::model::{AgreedScore, Frozen, FrozenBid, Ranking};
    use crate::requests::model::{Criterion, PriceMethod};
    use crate::types::ids::{BidId, CriterionId, ProviderId};
    use crate::types::money::Money;

    fn bid(n: u128) -> BidId {
        Uuid::from_u128(n).into()
    }

    fn provider(n: u128) -> ProviderId {
        Uuid::from_u128(n).into()
    }

    fn pounds(pounds: i64) -> Money {
        Money::from_pence(pounds * 100).unwrap()
    }

    fn criterion(n: u128, weight: i32, minimum: i16, is_price: bool) -> Criterion {
        Criterion {
            id: CriterionId::from(Uuid::from_u128(n)),
            criterion: "technical".to_owned(),
            drawn_from: format!("Criterion {n}"),
            name: format!("Criterion {n}"),
            is_price,
            weight,
            question: String::new(),
            guidance: String::new(),
            word_limit: 500,
            minimum,
        }
    }

    fn agreed(of: u128, on: u128, score: i16) -> AgreedScore {
        AgreedScore {
            bid_id: bid(of),
            criterion_id: CriterionId::from(Uuid::from_u128(on)),
            score,
            reason: "Because it does what was asked".to_owned(),
        }
    }

    fn frozen(n: u128, quality: &str, short: Option<&str>) -> FrozenBid {
        FrozenBid {
            bid: bid(n),
            provider: provider(n),
            scores: BTreeMap::new(),
            quality: quality.parse().unwrap(),
            short: short.map(str::to_owned),
            removed: None,
            draw: u32::try_from(n).unwrap(),
        }
    }

    fn ranked(bids: &[(u128, &str, i64, Option<&str>)], method: PriceMethod) -> Ranking {
        let frozen = Frozen {
            lots: "word".to_owned(),
            bids: bids.iter().map(|it| frozen(it.0, it.1, it.3)).collect(),
        };
        let prices = bids.iter().map(|it| (bid(it.0), pounds(it.2))).collect();
        rank(&frozen, &prices, method, Decimal::from(40)).unwrap()
    }

    fn shown(ranking: &Ranking) -> Vec<(Uuid, String)> {
        ranking.bids.iter().map(|it| (it.bid.uuid(), it.total_shown())).collect()
    }

    #[test]
    fn a_third_bid_reverses_the_first_two() {
        let with = ranked(
            &[(1, "42", 100, None), (2, "46.8", 120, None), (3, "12", 60, None)],
            PriceMethod::Lowest,
        );
        let totals: Vec<_> = with.bids.iter().map(|it| it.total_shown()).collect();
        assert_eq!(totals, ["66.80", "66.00", "52.00"]);
        assert_eq!(with.first().unwrap().bid, bid(2));
        let without = ranked(&[(1, "42", 100, None), (2, "46.8", 120, None)], PriceMethod::Lowest);
        assert_eq!(
            shown(&without),
            [(bid(1).uuid(), "82.00".to_owned()), (bid(2).uuid(), "80.13".to_owned())]
        );
    }

    #[test]
    fn a_disqualified_bid_sets_no_price_for_the_others_and_has_no_place() {
        let found = ranked(
            &[(1, "42", 100, None), (2, "50", 10, Some("Team scored 1")), (3, "40", 200, None)],
            PriceMethod::Lowest,
        );
        assert_eq!(
            found.bids.iter().map(|it| it.rank).collect::<Vec<_>>(),
            [Some(1), Some(2), None]
        );
        assert_eq!(found.first().unwrap().price_score_shown(), "40.00");
        assert_eq!(found.of(bid(2)).unwrap().disqualified.as_deref(), Some("Team scored 1"));
        assert!(found.of(bid(1)).unwrap().abnormally_low, "50 per cent below the other");
        assert!(!found.of(bid(3)).unwrap().abnormally_low);
    }

    #[test]
    fn a_single_bid_is_first_and_never_abnormally_low() {
        let found = ranked(&[(1, "30", 5, None)], PriceMethod::Linear);
        let first = found.first().unwrap();
        assert_eq!((first.rank, first.abnormally_low, first.tied), (Some(1), false, false));
        assert_eq!(first.total_shown(), "70.00");
    }

    #[test]
    fn equal_totals_go_to_quality_then_price_then_the_draw() {
        let found = ranked(
            &[(3, "40", 100, None), (2, "40", 100, None), (1, "40", 100, None)],
            PriceMethod::Lowest,
        );
        let order: Vec<_> = found.bids.iter().map(|it| it.bid).collect();
        assert_eq!(order, [bid(1), bid(2), bid(3)]);
        assert!(found.bids.iter().all(|it| it.tied));
        let by = parted_by(&found, bid(2)).unwrap();
        assert!(by.contains("draw of lots"), "{by}");
        // 52.5 + 40 and 72.5 + 20: the same total by other ways.
        let found = ranked(
            &[(1, "52.5", 100, None), (2, "72.5", 200, None), (3, "10", 400, None)],
            PriceMethod::Lowest,
        );
        let order: Vec<_> = found.bids.iter().map(|it| it.bid).collect();
        assert_eq!(order, [bid(2), bid(1), bid(3)]);
        assert!(parted_by(&found, bid(1)).unwrap().contains("by quality"));
        assert_eq!(parted_by(&found, bid(3)), None);
    }

    /// A small generator of numbers that look random and are the same every time.
    fn drawn(state: &mut u64, below: u64) -> u64 {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) % below
    }

    #[test]
    fn the_order_in_which_bids_come_changes_nothing_and_marks_stay_in_bounds() {
        let mut state = 42;
        for round in 0..300 {
            let count = 1 + drawn(&mut state, 8);
            let mut bids: Vec<(u128, String, i64)> = (1..=count)
                .map(|n| {
                    // Few values, so that ties are many.
                    let quality = format!("{}.5", drawn(&mut state, 6) * 10);
                    let price = 100 + i64::try_from(drawn(&mut state, 5)).unwrap() * 25;
                    (n.into(), quality, price)
                })
                .collect();
            for method in [PriceMethod::Lowest, PriceMethod::Linear, PriceMethod::PerQualityPoint] {
                let of = |bids: &[(u128, String, i64)]| {
                    let bids: Vec<_> =
                        bids.iter().map(|it| (it.0, it.1.as_str(), it.2, None)).collect();
                    ranked(&bids, method)
                };
                let before = of(&bids);
                for at in (1..bids.len()).rev() {
                    let with =
                        usize::try_from(drawn(&mut state, u64::try_from(at).unwrap() + 1)).unwrap();
                    bids.swap(at, with);
                }
                assert_eq!(of(&bids), before, "round {round} by {method:?}");
                for it in &before.bids {
                    if let Some(score) = it.price_score {
                        assert!(score >= Decimal::ZERO && score <= Decimal::from(40), "{it:?}");
                    }
                }
                let places: Vec<_> = before.bids.iter().map(|it| it.rank).collect();
                let wanted: Vec<_> = (1..).take(bids.len()).map(Some).collect();
                assert_eq!(places, wanted, "lots part every tie");
            }
        }
    }

    #[test]
    fn pounds_per_quality_point_leave_out_a_bid_without_quality() {
        let found = ranked(
            &[(1, "50", 100, None), (2, "80", 120, None), (3, "0", 1, None)],
            PriceMethod::PerQualityPoint,
        );
        assert_eq!(
            found.bids.iter().map(|it| it.total_shown()).collect::<Vec<_>>(),
            ["1.50", "2.00", "–"]
        );
        assert!(found.of(bid(3)).unwrap().disqualified.is_some());
    }

    #[test]
    fn quality_freezes_only_when_every_score_is_agreed() {
        let criteria =
            [criterion(1, 40, 0, false), criterion(2, 20, 3, false), criterion(9, 40, 0, true)];
        let bids = [(bid(1), provider(1)), (bid(2), provider(2))];
        let mut scores = vec![agreed(1, 1, 5), agreed(1, 2, 3), agreed(2, 1, 4)];
        assert_eq!(freeze(&criteria, 5, &bids, &scores, "word".into()), None);
        scores.push(agreed(2, 2, 2));
        let frozen = freeze(&criteria, 5, &bids, &scores, "word".into()).unwrap();
        let qualities: Vec<_> = frozen.bids.iter().map(|it| it.quality.to_string()).collect();
        assert_eq!(qualities, ["52", "40"]);
        let short = frozen.bids.get(1).and_then(|it| it.short.clone()).unwrap();
        assert_eq!(short, "Criterion 2 scored 2, and the request asked for at least 3");
        let mut draws: Vec<_> = frozen.bids.iter().map(|it| it.draw).collect();
        draws.sort_unstable();
        assert_eq!(draws, [1, 2]);
    }

    #[test]
    fn what_was_frozen_reads_back_as_it_was_with_decimals_as_text() {
        let before = Frozen {
            lots: "word".into(),
            bids: vec![frozen(1, "19.166666666666666666666666667", None)],
        };
        let kept = serde_json::to_value(&before).unwrap();
        assert_eq!(kept["bids"][0]["quality"], "19.166666666666666666666666667");
        assert_eq!(serde_json::from_value::<Frozen>(kept).unwrap(), before);
    }
}
