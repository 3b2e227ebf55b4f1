//! Challenges, as the force and as a bidder sees them.

use askama::Template;

use super::forms::RecordForm;
use super::model::Challenge;
use crate::bids::model::OwnBid;
use crate::requests::model::Request;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;
use crate::web::words::WordsForm;

/// A challenge in words, for the force.
#[derive(Debug, Clone)]
pub struct ChallengeRead {
    /// The challenge.
    pub it: Challenge,
    /// Who challenges.
    pub by: String,
    /// Who raised or recorded it, and when.
    pub raised: String,
    /// Who ended it, and when.
    pub ended: String,
    /// Whether the viewer may lift the hold.
    pub may_lift: bool,
    /// Why not.
    pub refusal: String,
}

impl ChallengeRead {
    fn lifting(&self, request: &Request) -> String {
        format!("/requests/{}/award/challenges/{}/lifting", request.reference, self.it.id)
    }

    fn field(&self) -> String {
        format!("lift-{}", self.it.id)
    }

    fn colour(&self) -> &'static str {
        if self.it.is_open() { "orange" } else { "grey" }
    }
}

/// Every challenge to the awards of a request.
#[derive(Template)]
#[template(path = "awards/challenges.html")]
pub struct ChallengesPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// Where the viewer declares their conflicts of interest first, if they have to.
    pub to_declare: String,
    /// The newest first.
    pub all: Vec<ChallengeRead>,
    /// Whether the viewer may record one.
    pub may_record: bool,
    /// Why not.
    pub refusal: String,
    /// Who may challenge.
    pub providers: Vec<Choice>,
    /// The challenge, as typed.
    pub form: RecordForm,
    /// Why a hold is lifted, as typed, and in which box.
    pub words: (String, WordsForm),
    /// What is wrong with what was typed.
    pub mistakes: Mistakes,
}

impl ChallengesPage {
    fn typed(&self, name: &str) -> &str {
        if self.words.0 == name { &self.words.1.words } else { "" }
    }
}

/// A bidder's own challenges to an award, with room for one.
#[derive(Template)]
#[template(path = "awards/challenge.html")]
pub struct ChallengePage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// The bid.
    pub bid: OwnBid,
    /// The company's own, the newest first.
    pub all: Vec<Challenge>,
    /// Whether the viewer may raise one now.
    pub may_raise: bool,
    /// Why not.
    pub refusal: String,
    /// Until when: in words, for a machine, and how long that is.
    pub until: (String, String, String),
    /// Whether the viewer may take the open one back.
    pub may_take_back: bool,
    /// The challenge, as typed.
    pub form: WordsForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
}

impl Challenge {
    /// When it was raised, in words.
    pub fn raised(&self) -> String {
        uk_time::full(self.raised_at)
    }

    /// When it ended, in words.
    pub fn ended(&self) -> String {
        self.decided_at.map(uk_time::full).unwrap_or_default()
    }
}
