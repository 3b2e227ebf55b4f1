//! What is looked at, and what is found.

use std::collections::BTreeMap;

use crate::bids::model::{Ladders, OwnBid};
use crate::providers::model::{Specialist, Standing};
use crate::requests::model::{Request, TeamRole};
use crate::types::ids::ProviderId;
use crate::types::money::Money;

/// Everything that decides whether a person of a provider may bid.
#[derive(Debug, Clone)]
pub struct Look {
    /// The request.
    pub request: Request,
    /// The roles it asks for.
    pub roles: Vec<TeamRole>,
    /// The provider.
    pub provider: ProviderId,
    /// Where it stands.
    pub standing: Standing,
    /// Its people.
    pub specialists: Vec<Specialist>,
    /// The most it may bid in the request's lot, by SFIA level.
    pub ceilings: BTreeMap<i16, Money>,
    /// How clearances rank.
    pub ladders: Ladders,
    /// Its bid on the request, if it has begun one.
    pub own: Option<OwnBid>,
    /// Whether the person has the role “Bidder”.
    pub bidder: bool,
    /// Whether the person keeps the company's dossier and specialists.
    pub mends: bool,
    /// The names of those who do.
    pub admins: Vec<String>,
    /// What keeps the company from bidding, as the acts are told.
    pub bars: Vec<String>,
}

/// What a gate stands in the way of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// Beginning a bid.
    Starting,
    /// Submitting it.
    Submitting,
}

/// A condition for bidding, met or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// What it stands in the way of.
    pub before: Before,
    /// What it is about.
    pub title: String,
    /// Whether it is met.
    pub met: bool,
    /// How it is met, or what to do about it.
    pub said: String,
    /// Where to do it, if anywhere.
    pub href: String,
    /// What that is called.
    pub action: String,
}
