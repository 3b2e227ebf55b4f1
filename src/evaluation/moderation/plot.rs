//! Quality against price, laid out on a grid of whole units.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::evaluation::model::RankedBid;
use crate::types::money::Money;

/// The left, top, right and bottom of the frame that points lie in.
pub const FRAME: (i64, i64, i64, i64) = (70, 20, 620, 300);

/// A bid on the plot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// From the left.
    pub x: i64,
    /// From the top.
    pub y: i64,
    /// Its place in the ranking, or a cross.
    pub mark: String,
    /// What it is, for those who cannot see it.
    pub title: String,
    /// Whose it is, written beside it.
    pub name: String,
    /// Where its name begins or, if it stands before it, ends.
    pub name_x: i64,
    /// Whether its name stands before it, because there is no room after it.
    pub before: bool,
    /// Whether it is in first place.
    pub first: bool,
}

/// Points in their frame, with the figures at its corners.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plot {
    /// One for each bid.
    pub points: Vec<Point>,
    /// The price at the left.
    pub cheapest: String,
    /// The price at the right.
    pub dearest: String,
    /// The quality at the top.
    pub best: String,
    /// Where lines are drawn across, at each quarter of the quality.
    pub lines: Vec<i64>,
    /// Every bid in one text, for those who cannot see the drawing.
    pub said: String,
}

impl Plot {
    /// Lays the bids out. `quality_max` is the most quality marks there are.
    pub fn of(bids: &[(RankedBid, String)], quality_max: Decimal) -> Self {
        let prices = || bids.iter().map(|(bid, _)| bid.price.pence());
        // A tenth of room on either side, so that no point lies on the frame.
        let low = prices().min().unwrap_or(0) / 10 * 9;
        let high = prices().max().unwrap_or(0) / 10 * 11 + 1;
        let money = |pence| {
            Money::from_pence(pence / 100 * 100).map(|it| format!("{it:#}")).unwrap_or_default()
        };
        let points: Vec<Point> =
            bids.iter().map(|(bid, name)| point(bid, name, (low, high), quality_max)).collect();
        let said: Vec<&str> = points.iter().map(|it| it.title.as_str()).collect();
        let (_, top, _, bottom) = FRAME;
        Self {
            said: said.join(". "),
            lines: (0..4).map(|quarter| top + (bottom - top) / 4 * quarter).collect(),
            points,
            cheapest: money(low),
            dearest: money(high),
            best: quality_max.normalize().to_string(),
        }
    }
}

fn point(bid: &RankedBid, name: &str, (low, high): (i64, i64), quality_max: Decimal) -> Point {
    let (left, top, right, bottom) = FRAME;
    let along = Decimal::from(bid.price.pence() - low).checked_div(Decimal::from(high - low));
    let up = bid.quality.checked_div(quality_max);
    let x = left + part_of(along, right - left);
    let before = x > (left + right) / 2;
    let place = match bid.rank {
        Some(rank) => format!("place {rank}"),
        None => "disqualified".to_owned(),
    };
    Point {
        x,
        name: name.to_owned(),
        name_x: if before { x - 22 } else { x + 22 },
        before,
        y: bottom - part_of(up, bottom - top),
        mark: bid.rank.map(|it| it.to_string()).unwrap_or_else(|| "×".to_owned()),
        title: format!("{name}: {place}, quality {}, price {}", bid.quality_shown(), bid.price),
        first: bid.rank == Some(1),
    }
}

/// A share of a length, in whole units; the middle if there is no share.
fn part_of(share: Option<Decimal>, length: i64) -> i64 {
    let part = share.and_then(|it| it.checked_mul(Decimal::from(length)));
    part.and_then(|it| it.round().to_i64()).unwrap_or(length / 2).clamp(0, length)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;
    use uuid::Uuid;

    use super::{FRAME, Plot};
    use crate::evaluation::model::RankedBid;
    use crate::types::money::Money;

    fn bid(price: i64, quality: i64, rank: Option<u32>) -> (RankedBid, String) {
        let bid = RankedBid {
            bid: Uuid::from_u128(1).into(),
            provider: Uuid::from_u128(2).into(),
            quality: Decimal::from(quality),
            price_score: None,
            total: None,
            price: Money::from_pence(price * 100).unwrap(),
            rank,
            tied: false,
            disqualified: None,
            abnormally_low: false,
        };
        (bid, "Kestrel".to_owned())
    }

    #[test]
    fn every_bid_lies_in_the_frame_cheaper_to_the_left_and_better_above() {
        let plot = Plot::of(
            &[bid(100, 60, Some(1)), bid(200, 30, Some(2)), bid(150, 0, None)],
            Decimal::from(60),
        );
        let (left, top, right, bottom) = FRAME;
        for point in &plot.points {
            assert!(
                (left..=right).contains(&point.x) && (top..=bottom).contains(&point.y),
                "{point:?}"
            );
        }
        assert!(plot.points[0].x < plot.points[2].x && plot.points[2].x < plot.points[1].x);
        assert_eq!((plot.points[0].y, plot.points[1].y, plot.points[2].y), (20, 160, 300));
        assert_eq!((plot.cheapest.as_str(), plot.dearest.as_str()), ("£90", "£220"));
        assert_eq!(plot.points[2].mark, "×");
        assert!(plot.said.contains("Kestrel: place 1, quality 60.00, price £100.00. "));
        assert!(plot.said.contains("disqualified"));
        assert_eq!(
            plot.points.iter().map(|it| it.before).collect::<Vec<_>>(),
            [false, true, false]
        );
        assert_eq!(plot.lines, [20, 90, 160, 230]);
    }

    #[test]
    fn one_bid_or_none_is_no_trouble() {
        assert_eq!(Plot::of(&[], Decimal::ZERO).points.len(), 0);
        assert_eq!(Plot::of(&[bid(0, 0, Some(1))], Decimal::ZERO).points.len(), 1);
    }
}
