//! A score that is not given yet.

use crate::evaluation::forms::{Place, ScoreTyped};
use crate::types::ids::{BidId, CriterionId};

/// What is typed for one bid on one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Half {
    /// The bid.
    pub bid: BidId,
    /// The criterion.
    pub criterion: CriterionId,
    /// As typed.
    pub typed: ScoreTyped,
}

impl Half {
    /// What is kept for a place, if anything is.
    pub fn at<'a>(halves: &'a [Self], place: &Place) -> Option<&'a ScoreTyped> {
        let here = |it: &&Self| it.bid == place.bid && it.criterion == place.criterion;
        halves.iter().find(here).map(|it| &it.typed)
    }
}

/// What a half is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// An evaluator's own score.
    Own,
    /// What the panel agrees.
    Agreed,
}
