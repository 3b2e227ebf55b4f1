//! A bid that its company may have to be reminded of.

use serde::Serialize;

use crate::requests::model::Request;
use crate::types::time::Moment;

/// How long before the deadline a reminder is given, in hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Mark(pub i16);

impl Mark {
    /// Every mark, the last one first.
    pub const ALL: [Self; 2] = [Self(4), Self(48)];
}

/// What is known of a draft, or of what is written to replace a bid, before anyone is reminded of it.
#[derive(Debug, Clone)]
pub struct Unsubmitted {
    /// The request it answers.
    pub request: Request,
    /// When it was begun.
    pub begun_at: Moment,
    /// Whether it is to take the place of a bid that counts meanwhile.
    pub replaces: bool,
    /// Whether it was submitted before, and withdrawn.
    pub withdrawn: bool,
    /// Whether anything is written in it.
    pub written: bool,
    /// The marks that were told before this deadline.
    pub told: Vec<Mark>,
    /// What keeps the company from bidding.
    pub bars: Vec<String>,
}
