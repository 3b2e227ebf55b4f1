//! What an outcome says, and to whom.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::bids::model::OwnBid;
use crate::evaluation::model::RankedBid;
use crate::requests::model::Request;
use crate::requests::state::RequestState;
use crate::types::money::Money;
use crate::types::time::Moment;

/// The winner, as everyone may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterLine {
    /// The criterion.
    pub criterion: String,
    /// Its share of 100.
    pub weight: i32,
    /// The bidder's own score.
    pub score: i16,
    /// The panel's reason for it.
    pub reason: String,
    /// The winner's score.
    pub winner: Option<i16>,
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
    /// Its own marks, once quality was locked.
    pub own: Option<RankedBid>,
    /// Criterion by criterion.
    pub lines: Vec<LetterLine>,
    /// The winner, unless it ended without one.
    pub winner: Option<Winner>,
}

impl Letter {
    /// Whether the winner and the force have signed.
    pub fn signed(&self) -> bool {
        self.request.state == RequestState::Contracted
    }
}

/// A line of the public list.
#[derive(Debug, Clone, Queryable)]
pub struct OutcomeLine {
    /// The request's reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// How it ended.
    pub state: RequestState,
    /// When it was published.
    pub published_at: Option<Moment>,
    /// The force.
    pub force: String,
    /// The winner, if there is one.
    pub winner: Option<String>,
    /// When the award was approved.
    pub approved_at: Option<Moment>,
}

/// The public outcome of a request.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The request.
    pub request: Request,
    /// The force's name.
    pub force: String,
    /// The winner, unless it ended without one.
    pub winner: Option<Winner>,
    /// What the winner bid, excluding VAT.
    pub value: Option<Money>,
    /// How many bids were opened; none if it ended before that.
    pub bids: Option<i64>,
    /// The first day of work.
    pub starts_on: Option<NaiveDate>,
}
