//! What an outcome says, and to whom.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamptz};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::forms::Ending;
use crate::bids::model::OwnBid;
use crate::evaluation::model::RankedBid;
use crate::providers::model::Size;
use crate::requests::model::{PriceMethod, Request};
use crate::requests::state::RequestState;
use crate::types::ids::LetterId;
use crate::types::money::Money;
use crate::types::scoring::two_places;
use crate::types::time::Moment;
use crate::types::uk_time;

/// The winner, as everyone may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Winner {
    /// Its name.
    pub name: String,
    /// Its name in addresses.
    pub slug: String,
    /// What it bid, with its marks.
    pub bid: RankedBid,
    /// When the award was approved.
    pub approved_at: Option<Moment>,
    /// From when a contract may be signed.
    pub may_sign_from: Option<Moment>,
}

/// One criterion of a bidder's letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterLine {
    /// The criterion.
    pub criterion: String,
    /// Its share of 100.
    pub weight: i32,
    /// The bidder's own score.
    pub score: i16,
    /// The panel's reason for it.
    pub reason: String,
    /// The winner's score, and the panel's reason for it.
    pub winner: Option<(i16, String)>,
}

/// Whether what a letter says still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is the outcome.
    Told,
    /// The award was withdrawn, and nothing is decided since.
    Withdrawn,
    /// It was sent so, and its award stands.
    Kept,
    /// It was sent so, and its award was withdrawn at this moment.
    Over(Moment),
}

/// A letter that was sent before, about an award that was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its id.
    pub id: LetterId,
    /// When it was sent.
    pub at: Moment,
    /// When its award was withdrawn.
    pub withdrawn: Moment,
}

/// A bidder's letter.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The bid.
    pub bid: OwnBid,
    /// The request.
    pub request: Request,
    /// The force's name.
    pub force: String,
    /// Whether the bid won.
    pub won: bool,
    /// Why it was disqualified, if it was.
    pub out: String,
    /// When this letter was sent; none of the outcome as it stands now.
    pub sent: Option<Moment>,
    /// When what it tells was decided.
    pub decided: Option<Moment>,
    /// The letters that were sent before and no longer hold, the oldest first.
    pub before: Vec<Earlier>,
    /// Its own marks, once quality was locked.
    pub own: Option<RankedBid>,
    /// Criterion by criterion.
    pub lines: Vec<LetterLine>,
    /// The winner, unless it ended without one.
    pub winner: Option<Winner>,
    /// Whether it holds.
    pub standing: Standing,
    /// Why the award before was withdrawn, if one was.
    pub withdrawn: String,
    /// Whether the award is on hold; whose challenge it is stays unsaid.
    pub held: bool,
    /// Whether the company may challenge the award now.
    pub may_challenge: bool,
    /// Whether it has.
    pub has_challenged: bool,
    /// The contract that rests on the award, for its winner.
    pub contract: Option<ContractDrawn>,
}

/// A contract that is drawn up, as its provider reads of it in its letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractDrawn {
    /// Its reference.
    pub reference: String,
    /// Its page.
    pub path: String,
    /// Where it stands, in a sentence.
    pub stands: String,
}

impl Letter {
    /// When it was decided or, of a letter that is kept, when that was sent, in a sentence.
    pub fn dated(&self) -> String {
        match (self.sent, self.decided, self.standing) {
            (Some(sent), ..) => format!("This letter was sent at {}.", uk_time::full(sent)),
            (None, Some(at), Standing::Withdrawn) => {
                format!("The award was withdrawn at {}.", uk_time::full(at))
            }
            (None, Some(at), _) => format!("The decision was made at {}.", uk_time::full(at)),
            (None, None, _) => String::new(),
        }
    }

    /// When its award was withdrawn, if this is a letter that no longer holds.
    pub fn over(&self) -> Option<Moment> {
        match self.standing {
            Standing::Over(at) => Some(at),
            _ => None,
        }
    }

    /// How many points quality weighs, if it was scored.
    pub fn quality_weight(&self) -> Option<i32> {
        let sum = self.lines.iter().map(|it| it.weight).sum();
        (!self.lines.is_empty()).then_some(sum)
    }

    /// How many points the price weighs, where it is given points.
    pub fn price_weight(&self) -> Option<i32> {
        let points = self.request.price_method != PriceMethod::PerQualityPoint;
        self.quality_weight().filter(|_| points).map(|it| 100 - it)
    }

    /// Marks of one bid: quality, price and total, each of how many.
    pub fn marks(&self, bid: &RankedBid) -> (String, String, String) {
        let (quality, price) = (self.quality_weight(), self.price_weight());
        (
            of_so_many(bid.quality_shown(), quality),
            of_so_many(bid.price_score_shown(), price.filter(|_| bid.price_score.is_some())),
            of_so_many(bid.total_shown(), price.filter(|_| bid.total.is_some()).map(|_| 100)),
        )
    }

    /// The bidder's own score, and the points it makes: `4 of 5`, `32.00 of 40 points`.
    pub fn own_score(&self, line: &LetterLine) -> (String, String) {
        self.score(line, line.score)
    }

    /// The winner's score in the same way; empty where none is told.
    pub fn winners_score(&self, line: &LetterLine) -> (String, String) {
        let theirs = line.winner.as_ref().map(|it| it.0);
        theirs.map(|it| self.score(line, it)).unwrap_or_default()
    }

    fn score(&self, line: &LetterLine, score: i16) -> (String, String) {
        let (weight, most) = (Decimal::from(line.weight), Decimal::from(self.request.scale_max));
        let points = (weight * Decimal::from(score)).checked_div(most).unwrap_or_default();
        let (weight, most) = (line.weight, self.request.scale_max);
        (format!("{score} of {most}"), format!("{} of {weight} points", two_places(points)))
    }

    /// How whoever thinks the decision is wrong challenges it, and until when;
    /// nothing for the winner, or once nothing can be challenged.
    pub fn how_to_challenge(&self, now: Moment) -> String {
        let stands = matches!(self.standing, Standing::Told | Standing::Kept);
        let Some(winner) = self.winner.as_ref().filter(|_| stands && !self.won && !self.signed())
        else {
            return String::new();
        };
        let (force, own) = (&self.force, &self.bid.reference);
        match winner.may_sign_from.filter(|_| self.request.standstill_days > 0) {
            None => format!(
                "No standstill was chosen for this request, so an award is not challenged in Muster. If you think the decision is wrong, write to {force}."
            ),
            Some(end) if now < end => format!(
                "If you think the decision is wrong, challenge it before {}, when the standstill ends: sign in to Muster, go to the outcome of your bid {own} and choose “Challenge the award”. Nobody signs the contract before {force} has answered.",
                uk_time::full(end)
            ),
            Some(end) => format!(
                "The standstill ended at {}, so a challenge can no longer be raised in Muster. If you think the decision is wrong, write to {force}.",
                uk_time::full(end)
            ),
        }
    }

    /// Whether the winner and the force have signed.
    pub fn signed(&self) -> bool {
        self.request.state == RequestState::Contracted && self.over().is_none()
    }
}

/// Points, and of how many where that is known.
fn of_so_many(points: String, most: Option<i32>) -> String {
    match most {
        Some(most) => format!("{points} of {most}"),
        None => points,
    }
}

/// A line of the public list.
#[derive(Debug, Clone, QueryableByName)]
pub struct OutcomeLine {
    /// The request's reference.
    #[diesel(sql_type = Text)]
    pub reference: String,
    /// Its title.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// How it ended.
    #[diesel(sql_type = Text)]
    pub ending: Ending,
    /// When it was published.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub published_at: Option<Moment>,
    /// The force.
    #[diesel(sql_type = Text)]
    pub force: String,
    /// The winner, if there is one.
    #[diesel(sql_type = Nullable<Text>)]
    pub winner: Option<String>,
    /// How large it is.
    #[diesel(sql_type = Nullable<Text>)]
    pub size: Option<Size>,
    /// When the award was approved.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub approved_at: Option<Moment>,
    /// What the winner bid, excluding VAT.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub value: Option<Money>,
    /// How many bids were opened; none if it ended before that.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub bids: Option<i64>,
    /// The first day of work.
    #[diesel(sql_type = Nullable<Date>)]
    pub starts_on: Option<NaiveDate>,
    /// When it was cancelled or ended without an award.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub ended_at: Option<Moment>,
    /// Why.
    #[diesel(sql_type = Text)]
    pub reason: String,
    /// When an award was withdrawn, if one was; the last.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub withdrawn_at: Option<Moment>,
    /// Why.
    #[diesel(sql_type = Text)]
    pub withdrawn_reason: String,
}

/// The public outcome of a request.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The request.
    pub request: Request,
    /// How it ended.
    pub ending: Ending,
    /// The force's name.
    pub force: String,
    /// The winner, unless it ended without one.
    pub winner: Option<Winner>,
    /// How large the winner is.
    pub size: Option<Size>,
    /// What the winner bid, excluding VAT.
    pub value: Option<Money>,
    /// How many bids were opened; none if it ended before that.
    pub bids: Option<i64>,
    /// The first day of work.
    pub starts_on: Option<NaiveDate>,
    /// The awards that were withdrawn: when, and why.
    pub withdrawn: Vec<(Option<Moment>, String)>,
}
