//! How bids are marked and put in order, exactly: decimals, not floats, and
//! nothing is rounded before it is shown. `None` means that the figures given
//! cannot make a mark, such as a score above the most there is.

use std::cmp::{Ordering, Reverse};

use rust_decimal::{Decimal, RoundingStrategy};

use super::money::Money;

/// The agreed score for one criterion or question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// What the criterion is worth.
    pub weight: Decimal,
    /// The score given.
    pub score: u32,
    /// The most the score could have been.
    pub out_of: u32,
}

/// Quality: the sum of `weight × score / out_of`.
pub fn quality(marks: &[Mark]) -> Option<Decimal> {
    // Over a common denominator there is one division, so that bids with equal
    // marks have equal totals to the last digit.
    let common = marks.iter().try_fold(1, |so_far, mark| least_common(so_far, mark.out_of))?;
    let mut total = Decimal::ZERO;
    for mark in marks {
        if mark.score > mark.out_of || mark.weight.is_sign_negative() {
            return None;
        }
        let share = u64::from(mark.score) * common.checked_div(u64::from(mark.out_of))?;
        total = total.checked_add(mark.weight.checked_mul(share.into())?)?;
    }
    total.checked_div(common.into())
}

/// Whether a score is below a minimum that the request set.
pub fn falls_short(score: u32, minimum: Option<u32>) -> bool {
    minimum.is_some_and(|minimum| score < minimum)
}

/// Price marks, lowest over price: `weight × lowest / price`.
pub fn price_lowest(weight: Decimal, lowest: Money, price: Money) -> Option<Decimal> {
    if lowest > price {
        return None;
    }
    if price == Money::ZERO {
        return Some(weight);
    }
    weight.checked_mul(lowest.pounds())?.checked_div(price.pounds())
}

/// Price marks, linear: `weight × max(0, 1 − (price − lowest) / lowest)`, so
/// that twice the lowest price earns nothing.
pub fn price_linear(weight: Decimal, lowest: Money, price: Money) -> Option<Decimal> {
    if price == lowest {
        return Some(weight);
    }
    let left = match price.checked_sub(lowest).map(|over| lowest.checked_sub(over))? {
        None | Some(Money::ZERO) => return Some(Decimal::ZERO),
        Some(left) => left,
    };
    weight.checked_mul(left.pounds())?.checked_div(lowest.pounds())
}

/// Pounds paid for each point of quality; the lowest wins. A bid without any
/// quality has no such price.
pub fn price_per_quality_point(price: Money, quality: Decimal) -> Option<Decimal> {
    if quality <= Decimal::ZERO {
        return None;
    }
    price.pounds().checked_div(quality)
}

/// Why a price looks abnormally low. A flag for people to ask about, never a
/// reason to exclude by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AbnormallyLow {
    /// At least 40 per cent below the mean of the other prices.
    pub below_mean: bool,
    /// At least 30 per cent below the next price up.
    pub below_next: bool,
}

impl AbnormallyLow {
    /// Whether either rule finds the price low.
    pub fn is_flagged(self) -> bool {
        self.below_mean || self.below_next
    }
}

/// Compares a price with those of the other compliant bids.
pub fn abnormally_low(price: Money, others: &[Money]) -> AbnormallyLow {
    // In whole pence, so that a price on the boundary is on the boundary.
    let pence = |sum: Money| i128::from(sum.pence());
    let (count, total) = others
        .iter()
        .fold((0_i128, 0_i128), |(count, total), other| (count + 1, total + pence(*other)));
    let next = others.iter().copied().filter(|other| *other >= price).min();
    AbnormallyLow {
        // 1 − price ÷ (total ÷ count) ≥ 0.40
        below_mean: total > 0 && pence(price) * count * 10 <= total * 6,
        // 1 − price ÷ next ≥ 0.30
        below_next: next
            .is_some_and(|next| next > Money::ZERO && pence(price) * 10 <= pence(next) * 7),
    }
}

/// Which total is best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wins {
    /// Marks: the most wins.
    Highest,
    /// Price per quality point: the least wins.
    Lowest,
}

/// A bid as it stands before it is placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<T> {
    /// Whose it is.
    pub bid: T,
    /// What bids are ranked by, not rounded.
    pub total: Decimal,
    /// The quality marks.
    pub quality: Decimal,
    /// The price bid.
    pub price: Money,
    /// The bid's place in the recorded draw of lots; lower is drawn earlier.
    pub draw: u32,
}

/// A bid in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked<T> {
    /// First is 1. Bids share a place only if the draw did not part them.
    pub place: u32,
    /// Whether an earlier or later bid had the same total, so that a
    /// tie-break placed this one.
    pub tied: bool,
    /// The bid.
    pub standing: Standing<T>,
}

/// Puts bids in order: by total, then higher quality, then lower price, then
/// the draw of lots.
pub fn rank<T>(wins: Wins, mut bids: Vec<Standing<T>>) -> Vec<Ranked<T>> {
    bids.sort_by(|a, b| in_order(wins, a, b));
    let totals: Vec<Decimal> = bids.iter().map(|bid| settled(bid.total)).collect();
    let mut ranked: Vec<Ranked<T>> = Vec::with_capacity(bids.len());
    for (count, standing) in (1..).zip(bids) {
        let total = settled(standing.total);
        let tied = totals.iter().filter(|other| **other == total).count() > 1;
        let shared = ranked
            .last()
            .filter(|above| in_order(wins, &above.standing, &standing) == Ordering::Equal)
            .map(|above| above.place);
        ranked.push(Ranked { place: shared.unwrap_or(count), tied, standing });
    }
    ranked
}

fn in_order<T>(wins: Wins, a: &Standing<T>, b: &Standing<T>) -> Ordering {
    let by_total = settled(a.total).cmp(&settled(b.total));
    match wins {
        Wins::Highest => by_total.reverse(),
        Wins::Lowest => by_total,
    }
    .then_with(|| Reverse(a.quality).cmp(&Reverse(b.quality)))
    .then_with(|| a.price.cmp(&b.price))
    .then_with(|| a.draw.cmp(&b.draw))
}

/// A total without the last few of its 28 digits, where thirds and sevenths
/// leave crumbs that would part bids whose true totals are equal.
fn settled(total: Decimal) -> Decimal {
    total.round_dp_with_strategy(20, RoundingStrategy::MidpointAwayFromZero)
}

/// A mark as it is shown: two places, half going up.
pub fn two_places(mark: Decimal) -> String {
    format!("{:.2}", mark.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

fn least_common(a: u64, b: u32) -> Option<u64> {
    let b = u64::from(b);
    let (mut divisor, mut rest) = (a, b);
    while rest > 0 {
        (divisor, rest) = (rest, divisor.checked_rem(rest)?);
    }
    if b == 0 { None } else { a.checked_div(divisor)?.checked_mul(b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pounds(pounds: i64) -> Money {
        Money::from_pence(pounds * 100).unwrap()
    }

    fn dec(typed: &str) -> Decimal {
        typed.parse().unwrap()
    }

    fn mark(weight: &str, score: u32, out_of: u32) -> Mark {
        Mark { weight: dec(weight), score, out_of }
    }

    #[test]
    fn the_lowest_price_takes_all_the_price_marks_and_others_a_share() {
        for (price, marks) in [(15_000, "26.67"), (10_000, "40.00"), (30_000, "13.33")] {
            let found = price_lowest(dec("40"), pounds(10_000), pounds(price)).unwrap();
            assert_eq!(two_places(found), marks, "£{price}");
        }
        let unrounded = price_lowest(dec("40"), pounds(10_000), pounds(15_000)).unwrap();
        assert!(unrounded > dec("26.66666666666666") && unrounded < dec("26.66666666666667"));
    }

    #[test]
    fn linear_price_marks_run_out_at_twice_the_lowest_price() {
        for (price, marks) in [
            (10_000, "40.00"),
            (12_500, "30.00"),
            (15_000, "20.00"),
            (19_999, "0.00"),
            (20_000, "0.00"),
            (90_000, "0.00"),
        ] {
            let found = price_linear(dec("40"), pounds(10_000), pounds(price)).unwrap();
            assert_eq!(two_places(found), marks, "£{price}");
        }
        let last = price_linear(dec("40"), pounds(10_000), pounds(19_999));
        assert_eq!(last, Some(dec("0.004")));
    }

    #[test]
    fn figures_that_cannot_make_a_mark_make_none() {
        let (free, some) = (Money::ZERO, pounds(100));
        assert_eq!(price_lowest(dec("40"), free, free), Some(dec("40")));
        assert_eq!(price_lowest(dec("40"), free, some), Some(dec("0")));
        assert_eq!(price_linear(dec("40"), free, free), Some(dec("40")));
        assert_eq!(price_linear(dec("40"), free, some), Some(dec("0")));
        assert_eq!(price_lowest(dec("40"), some, free), None);
        assert_eq!(price_linear(dec("40"), some, free), None);
        assert_eq!(price_per_quality_point(some, Decimal::ZERO), None);
        assert_eq!(quality(&[mark("40", 6, 5)]), None);
        assert_eq!(quality(&[mark("40", 0, 0)]), None);
        assert_eq!(quality(&[mark("-40", 1, 5)]), None);
        assert_eq!(quality(&[Mark { weight: Decimal::MAX, score: 5, out_of: 5 }]), None);
    }

    #[test]
    fn quality_adds_each_weight_in_proportion_to_its_score() {
        for (marks, total) in [
            (vec![mark("30", 5, 5), mark("20", 3, 5), mark("10", 0, 5)], "42"),
            (vec![mark("25", 3, 4)], "18.75"),
            (vec![mark("50", 2, 3), mark("50", 2, 3), mark("50", 2, 3)], "100"),
            (vec![mark("50", 1, 3), mark("10", 1, 4)], "19.166666666666666666666666667"),
            (vec![], "0"),
        ] {
            assert_eq!(quality(&marks), Some(dec(total)), "{marks:?}");
        }
    }

    #[test]
    fn a_score_falls_short_only_of_a_minimum_that_was_set() {
        for (score, minimum, short) in
            [(2, Some(3), true), (3, Some(3), false), (0, None, false), (0, Some(0), false)]
        {
            assert_eq!(falls_short(score, minimum), short, "{score} against {minimum:?}");
        }
    }

    #[test]
    fn abnormally_low_prices_are_flagged_and_the_boundary_counts() {
        for (price, others, below_mean, below_next) in [
            (50, vec![100, 110, 120], true, true),
            (66, vec![100, 120], true, true),
            (67, vec![100, 120], false, true),
            (70, vec![100, 120], false, true),
            (71, vec![100, 120], false, false),
            (72, vec![100, 120], false, false),
            (50, vec![50, 200], true, false), // the next price up is the same
            (100, vec![50, 110], false, false),
            (120, vec![50, 66], false, false), // no price is higher
            (0, vec![0, 0], false, false),
            (50, vec![], false, false),
        ] {
            let others: Vec<Money> = others.into_iter().map(pounds).collect();
            let found = abnormally_low(pounds(price), &others);
            assert_eq!(found, AbnormallyLow { below_mean, below_next }, "{price} in {others:?}");
            assert_eq!(found.is_flagged(), below_mean || below_next);
        }
    }

    /// Ranks bids of a name, a price and a percentage of 60 quality marks.
    fn order(bids: &[(&'static str, i64, &str)]) -> Vec<(&'static str, String)> {
        let lowest = pounds(bids.iter().map(|bid| bid.1).min().unwrap());
        let standings = bids.iter().map(|(bid, price, percent)| {
            let quality = dec("60") * dec(percent) / dec("100");
            let price = pounds(*price);
            let total = quality + price_lowest(dec("40"), lowest, price).unwrap();
            Standing { bid: *bid, total, quality, price, draw: 1 }
        });
        let ranked = rank(Wins::Highest, standings.collect());
        ranked.into_iter().map(|it| (it.standing.bid, two_places(it.standing.total))).collect()
    }

    #[test]
    fn a_third_bid_can_reverse_the_first_two() {
        let with = order(&[("A", 100, "70"), ("B", 120, "78"), ("C", 60, "20")]);
        assert_eq!(
            with,
            [("B", "66.80".to_owned()), ("A", "66.00".to_owned()), ("C", "52.00".to_owned())]
        );
        let without = order(&[("A", 100, "70"), ("B", 120, "78")]);
        assert_eq!(without, [("A", "82.00".to_owned()), ("B", "80.13".to_owned())]);
    }

    fn standing(bid: char, total: &str, quality: &str, price: i64, draw: u32) -> Standing<char> {
        Standing { bid, total: dec(total), quality: dec(quality), price: pounds(price), draw }
    }

    fn placed(wins: Wins, bids: Vec<Standing<char>>) -> Vec<(u32, char, bool)> {
        rank(wins, bids).into_iter().map(|it| (it.place, it.standing.bid, it.tied)).collect()
    }

    #[test]
    fn ties_go_to_quality_then_price_then_the_draw() {
        let bids = vec![
            standing('e', "70.001", "10", 900, 9),
            standing('d', "70", "40", 100, 2),
            standing('c', "70", "40", 100, 1),
            standing('b', "70.00", "40", 99, 3),
            standing('a', "70", "41", 500, 4),
            standing('f', "70", "40", 100, 2),
        ];
        let expected = [
            (1, 'e', false),
            (2, 'a', true),
            (3, 'b', true),
            (4, 'c', true),
            (5, 'd', true),
            (5, 'f', true),
        ];
        assert_eq!(placed(Wins::Highest, bids), expected);
    }

    #[test]
    fn the_lowest_price_per_quality_point_wins() {
        let per_point = |bid, price, quality: &str| {
            let total = price_per_quality_point(pounds(price), dec(quality)).unwrap();
            Standing { bid, total, quality: dec(quality), price: pounds(price), draw: 1 }
        };
        // £2.00, £1.50 and £2.00 a point.
        let bids =
            vec![per_point('a', 100, "50"), per_point('b', 120, "80"), per_point('c', 160, "80")];
        let expected = [(1, 'b', false), (2, 'c', true), (3, 'a', true)];
        assert_eq!(placed(Wins::Lowest, bids), expected);
    }

    #[test]
    fn totals_are_ranked_before_they_are_rounded_but_equal_fractions_stay_equal() {
        let bids = vec![standing('a', "66.801", "50", 1, 1), standing('b', "66.804", "40", 2, 2)];
        assert_eq!(placed(Wins::Highest, bids), [(1, 'b', false), (2, 'a', false)]);
        // 30 + 40 × 14/19 and 58 + 40 × 14/380 are exactly equal, but their decimals part at the end.
        let total = |quality: &str, price| {
            dec(quality) + price_lowest(dec("40"), pounds(14), pounds(price)).unwrap()
        };
        assert_ne!(total("30", 19), total("58", 380));
        let bids = vec![
            standing('a', &total("30", 19).to_string(), "30", 19, 1),
            standing('b', &total("58", 380).to_string(), "58", 380, 2),
        ];
        assert_eq!(placed(Wins::Highest, bids), [(1, 'b', true), (2, 'a', true)]);
    }

    #[test]
    fn marks_are_shown_to_two_places_with_half_going_up() {
        for (exact, shown) in
            [("66.8", "66.80"), ("13.335", "13.34"), ("13.3349", "13.33"), ("0", "0.00")]
        {
            assert_eq!(two_places(dec(exact)), shown);
        }
    }
}
