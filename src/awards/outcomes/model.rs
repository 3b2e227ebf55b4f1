//! What an outcome says, and to whom.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamptz};
use serde::{Deserialize, Serialize};

use super::forms::Ending;
use crate::bids::model::OwnBid;
use crate::evaluation::model::RankedBid;
use crate::providers::model::Size;
use crate::requests::model::Request;
use crate::requests::state::RequestState;
use crate::types::ids::LetterId;
use crate::types::money::Money;
use crate::types::time::Moment;

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
    /// What may be done about it: whether the company has challenged the award
    /// or may do so.
    pub challenge: bool,
}

impl Letter {
    /// When its award was withdrawn, if this is a letter that no longer holds.
    pub fn over(&self) -> Option<Moment> {
        match self.standing {
            Standing::Over(at) => Some(at),
            _ => None,
        }
    }

    /// Whether the winner and the force have signed.
    pub fn signed(&self) -> bool {
        self.request.state == RequestState::Contracted && self.over().is_none()
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
    /// Why it ended so, where there is a reason to give.
    #[diesel(sql_type = Text)]
    pub reason: String,
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
