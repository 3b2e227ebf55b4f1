//! What is on an evaluator's desk: the bids they have no conflict of interest
//! with, under letters, and their own scores.

use diesel_async::AsyncPgConnection;
use sha2::{Digest, Sha256};

use super::asked::Asked;
use super::forms::{Place, ScoreTyped, ScoresForm};
use super::halves::model::{Half, Of};
use super::model::Score;
use super::panel::model::Panel;
use super::{blind, halves, panel, policy, queries};
use crate::accounts::roles::ForceMember;
use crate::bids;
use crate::bids::opened::model::OpenedBid;
use crate::error::{Error, Result};
use crate::requests;
use crate::requests::model::{Criterion, Request};
use crate::types::ids::BidId;
use crate::types::text::hex;
use crate::types::time::Moment;

/// One bidder, or one question, with how far its scoring is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// What its address ends with: a letter, or a number.
    pub part: String,
    /// What it is called.
    pub name: String,
    /// `2 of 4 scored`.
    pub hint: String,
    /// `Done`, `In progress` or `Not started`.
    pub state: &'static str,
}

impl DeskRow {
    /// So many of its scores are given, and so many are being typed.
    pub fn new(
        (part, name): (String, String),
        (given, wanted): (usize, usize),
        halves: usize,
    ) -> Self {
        let state = match given {
            0 if halves == 0 => "Not started",
            all if all >= wanted && halves == 0 => "Done",
            _ => "In progress",
        };
        let unfinished = if halves > 0 { format!(", {halves} unfinished") } else { String::new() };
        Self { part, name, hint: format!("{given} of {wanted} scored{unfinished}"), state }
    }
}

/// An evaluator's desk.
#[derive(Debug)]
pub struct Desk {
    /// The request, and what it asks.
    pub asked: Asked,
    /// The criteria that are scored, in order.
    pub criteria: Vec<Criterion>,
    /// The bids, under this evaluator's letters.
    pub bids: Vec<(String, OpenedBid)>,
    /// Whether scores can still change.
    pub may_score: bool,
    mine: Vec<Score>,
    halves: Vec<Half>,
}

/// This evaluator's desk. Whoever has not declared conflicts of interest is
/// sent to do so.
pub async fn of(
    conn: &mut AsyncPgConnection,
    who: &ForceMember,
    reference: &str,
    now: Moment,
) -> Result<Desk> {
    let request = requests::queries::own(conn, who, reference).await?;
    let panel = panel::queries::panel(conn, &request).await?;
    policy::may_sit(who, &request, &panel, now)?;
    if !panel.has_declared(who.user) {
        return Err(Error::AlreadyDone(format!("/requests/{reference}/evaluation/declaration")));
    }
    laid(conn, who, request, &panel, now).await
}

/// The desk of somebody who may sit at one and has declared.
pub async fn laid(
    conn: &mut AsyncPgConnection,
    who: &ForceMember,
    request: Request,
    panel: &Panel,
    now: Moment,
) -> Result<Desk> {
    let lock = queries::lock_of(conn, request.id).await?;
    let mut opened = bids::opened::queries::all(conn, &request, now).await?;
    // Letters are given to what is left, so that no letter is missing.
    opened.retain(|it| policy::is_on_desk(panel, who.user, it.id));
    let mut criteria = requests::queries::criteria_of(conn, request.id).await?;
    criteria.retain(|it| !it.is_price);
    Ok(Desk {
        mine: queries::scores_by(conn, request.id, who.user).await?,
        halves: halves::queries::of(conn, request.id, (who.user, Of::Own)).await?,
        bids: blind::shuffled(who.user.uuid(), opened, |bid| bid.id.uuid()),
        asked: Asked::of(conn, request, now).await?,
        may_score: lock.is_none(),
        criteria,
    })
}

impl Desk {
    /// The bid with a letter.
    pub fn bid(&self, letter: &str) -> Result<&OpenedBid> {
        let found = self.bids.iter().find(|(it, _)| it == letter);
        found.map(|(_, bid)| bid).ok_or(Error::NotFound)
    }

    /// The letter after this one, if there is one.
    pub fn after(&self, letter: &str) -> Option<String> {
        let mut rest = self.bids.iter().skip_while(|(it, _)| it != letter);
        rest.nth(1).map(|(it, _)| it.clone())
    }

    /// A question, by its number from 1.
    pub fn question(&self, number: &str) -> Result<(usize, &Criterion)> {
        let number: usize = number.parse().map_err(|_| Error::NotFound)?;
        let found = number.checked_sub(1).and_then(|it| self.criteria.get(it));
        found.map(|it| (number, it)).ok_or(Error::NotFound)
    }

    /// Where one criterion is scored: at every bid.
    pub fn places_of(&self, criterion: &Criterion) -> Vec<Place> {
        let place = |(letter, bid): &(String, OpenedBid)| {
            Place::new((letter, bid.id), criterion, letter.clone())
        };
        self.bids.iter().map(place).collect()
    }

    /// What is typed at some places: what was kept unfinished, else what was given.
    pub fn form(&self, places: Vec<Place>) -> ScoresForm {
        ScoresForm::saved(places, |place| match Half::at(&self.halves, place) {
            Some(half) => Some(half.clone()),
            None => self.given(place),
        })
    }

    fn given(&self, place: &Place) -> Option<ScoreTyped> {
        let here = |it: &&Score| it.bid_id == place.bid && it.criterion_id == place.criterion;
        self.mine.iter().find(here).map(|it| ScoreTyped::of(it.score, &it.reason))
    }

    /// Whether something that is typed here was not given so.
    pub fn is_unfinished(&self, form: &ScoresForm) -> bool {
        form.differs(|place| self.given(place))
    }

    /// Every place of the bid with a letter.
    pub fn places_at(&self, letter: &str) -> Result<Vec<Place>> {
        Ok(Place::of_bid((letter, self.bid(letter)?.id), &self.criteria))
    }

    /// Which bids stand under which letters. A page that was drawn from others
    /// must not score under them.
    pub fn letters(&self) -> String {
        let mut digest = Sha256::new();
        for (_, bid) in &self.bids {
            digest.update(bid.id.uuid().as_bytes());
        }
        hex(&digest.finalize())
    }

    /// Bidder by bidder.
    pub fn by_bidder(&self) -> Vec<DeskRow> {
        let row = |(letter, bid): &(String, OpenedBid)| {
            let places = Place::of_bid((letter, bid.id), &self.criteria);
            self.row((letter.clone(), format!("Bidder {letter}")), &places)
        };
        self.bids.iter().map(row).collect()
    }

    /// Question by question.
    pub fn by_question(&self) -> Vec<DeskRow> {
        let row = |(number, it): (usize, &Criterion)| {
            self.row((number.to_string(), it.name.clone()), &self.places_of(it))
        };
        (1..).zip(&self.criteria).map(row).collect()
    }

    fn row(&self, named: (String, String), places: &[Place]) -> DeskRow {
        let given = places.iter().filter(|it| self.given(it).is_some()).count();
        let halves = places.iter().filter(|it| Half::at(&self.halves, it).is_some()).count();
        DeskRow::new(named, (given, places.len()), halves)
    }

    /// What is given of all that is wanted.
    pub fn tally(&self) -> (usize, usize) {
        let mine = |it: &&Score| self.has(it.bid_id) && self.asks(it);
        (self.mine.iter().filter(mine).count(), self.bids.len() * self.criteria.len())
    }

    fn has(&self, id: BidId) -> bool {
        self.bids.iter().any(|(_, bid)| bid.id == id)
    }

    fn asks(&self, score: &Score) -> bool {
        self.criteria.iter().any(|it| it.id == score.criterion_id)
    }
}
