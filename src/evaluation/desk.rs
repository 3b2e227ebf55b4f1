//! What is on an evaluator's desk: bids under letters, and their own scores.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;

use super::asked::Asked;
use super::model::Score;
use super::{blind, policy, queries};
use crate::accounts::roles::ForceMember;
use crate::bids;
use crate::bids::opened::model::OpenedBid;
use crate::error::{Error, Result};
use crate::requests;
use crate::requests::model::{Criterion, Request};
use crate::types::ids::BidId;
use crate::types::time::Moment;

/// One bid on an evaluator's desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// What this evaluator calls the bidder.
    pub letter: String,
    /// `2 of 4 scored`.
    pub hint: String,
    /// `Done`, `In progress` or `Not started`.
    pub state: &'static str,
}

impl DeskRow {
    /// A bid with so many of its criteria scored.
    pub fn new(letter: String, given: usize, wanted: usize) -> Self {
        let state = match given {
            0 => "Not started",
            some if some < wanted => "In progress",
            _ => "Done",
        };
        Self { letter, hint: format!("{given} of {wanted} criteria scored"), state }
    }
}

/// A bid on an evaluator's desk, with what they need to score it.
#[derive(Debug)]
pub struct OnDesk {
    /// The request, and what it asks.
    pub asked: Asked,
    /// Its criteria.
    pub criteria: Vec<Criterion>,
    /// The bid.
    pub bid: OpenedBid,
    /// What this evaluator has given it so far.
    pub mine: Vec<Score>,
    /// The letter of the next bid, if there is one.
    pub next: Option<String>,
    /// Whether scores can still change.
    pub may_score: bool,
}

/// One bid on this evaluator's desk, by its letter.
pub async fn bid(
    conn: &mut AsyncPgConnection,
    who: &ForceMember,
    (reference, letter): &(String, String),
    now: Moment,
) -> Result<OnDesk> {
    let request = requests::queries::own(conn, who, reference).await?;
    let panel = requests::queries::panel_of(conn, request.id).await?;
    policy::may_score(who, &request, &panel, None, now)?;
    let lock = queries::lock_of(conn, request.id).await?;
    let opened = bids::opened::queries::all(conn, &request, now).await?;
    let lettered = blind::shuffled(who.user.uuid(), opened, |bid| bid.id.uuid());
    let place = lettered.iter().position(|(it, _)| it == letter).ok_or(Error::NotFound)?;
    let next = lettered.get(place + 1).map(|(letter, _)| letter.clone());
    let (_, bid) = lettered.into_iter().nth(place).ok_or(Error::NotFound)?;
    let mut mine = queries::scores_by(conn, request.id, who.user).await?;
    mine.retain(|it| it.bid_id == bid.id);
    Ok(OnDesk {
        criteria: requests::queries::criteria_of(conn, request.id).await?,
        asked: Asked::of(conn, request, now).await?,
        bid,
        mine,
        next,
        may_score: lock.is_none(),
    })
}

/// The viewer's desk, if they are on the panel and bids are being scored.
pub async fn rows(
    conn: &mut AsyncPgConnection,
    who: &ForceMember,
    request: &Request,
    now: Moment,
) -> Result<Option<Vec<DeskRow>>> {
    let panel = requests::queries::panel_of(conn, request.id).await?;
    if policy::may_score(who, request, &panel, None, now).is_err() {
        return Ok(None);
    }
    let opened = bids::opened::queries::all(conn, request, now).await?;
    let criteria = requests::queries::criteria_of(conn, request.id).await?;
    let wanted = criteria.iter().filter(|it| !it.is_price).count();
    let mut given: BTreeMap<BidId, usize> = BTreeMap::new();
    for score in queries::scores_by(conn, request.id, who.user).await? {
        *given.entry(score.bid_id).or_default() += 1;
    }
    let lettered = blind::shuffled(who.user.uuid(), opened, |bid| bid.id.uuid());
    let rows = lettered.into_iter().map(|(letter, bid)| {
        DeskRow::new(letter, given.get(&bid.id).copied().unwrap_or(0), wanted)
    });
    Ok(Some(rows.collect()))
}

/// How far each evaluator is: counts, and nothing of what they gave.
pub async fn progress(
    conn: &mut AsyncPgConnection,
    request: &Request,
    wanted: usize,
) -> Result<Vec<(String, usize, usize)>> {
    let panel = queries::panel(conn, request).await?;
    let each = wanted.checked_div(panel.len()).unwrap_or(0);
    let given = queries::progress(conn, request.id).await?;
    let counted = panel.into_iter().map(|it| {
        let given = given.get(&it.user).copied().unwrap_or(0);
        (it.name, given, each)
    });
    Ok(counted.collect())
}
