//! The pages of outcomes.

use askama::Template;

use super::model::{Letter, Outcome, OutcomeLine};
use crate::requests::state::RequestState;
use crate::types::uk_time;
use crate::web::page::Frame;
use crate::web::paging::Paging;

/// Every outcome.
#[derive(Template)]
#[template(path = "awards/outcomes.html")]
pub struct OutcomesPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Newest first.
    pub lines: Vec<OutcomeLine>,
    /// Which page of how many.
    pub paging: Paging,
}

impl OutcomeLine {
    /// How it ended, in two words.
    pub fn ending(&self) -> &'static str {
        ending(self.state)
    }

    /// The colour of that.
    pub fn colour(&self) -> &'static str {
        match self.state {
            RequestState::Cancelled => "red",
            RequestState::NoAward => "orange",
            _ => "green",
        }
    }

    /// When it was decided or, without a decision, published.
    pub fn when(&self) -> String {
        match (self.approved_at, self.published_at) {
            (Some(at), _) => format!("Awarded {}", uk_time::date(at)),
            (None, Some(at)) => format!("Published {}", uk_time::date(at)),
            (None, None) => String::new(),
        }
    }
}

fn ending(state: RequestState) -> &'static str {
    match state {
        RequestState::Cancelled => "Cancelled",
        RequestState::NoAward => "No award",
        _ => "Awarded",
    }
}

/// One outcome, for everyone.
#[derive(Template)]
#[template(path = "awards/outcome.html")]
pub struct OutcomePage {
    /// What surrounds it.
    pub frame: Frame,
    /// The outcome.
    pub outcome: Outcome,
    /// How it ended.
    pub ending: &'static str,
    /// Whether both have signed the contract.
    pub signed: bool,
    /// The award's day, the first day of work, and from when signing is allowed, in words.
    pub days: (String, String, String),
}

impl OutcomePage {
    /// Says the outcome in words.
    pub fn new(frame: Frame, outcome: Outcome) -> Self {
        let awarded = outcome.winner.as_ref().and_then(|it| it.approved_at).map(uk_time::full);
        let starts = outcome.starts_on.map(uk_time::day);
        let signed = outcome.request.state == RequestState::Contracted;
        let signing = outcome.winner.as_ref().and_then(|it| it.may_sign_from);
        let signing = signing.filter(|_| !signed).map(uk_time::full);
        let days =
            (awarded.unwrap_or_default(), starts.unwrap_or_default(), signing.unwrap_or_default());
        Self { frame, ending: ending(outcome.request.state), signed, outcome, days }
    }
}

/// A bidder's own letter.
#[derive(Template)]
#[template(path = "awards/letter.html")]
pub struct LetterPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The letter.
    pub letter: Letter,
    /// Whether the bid won.
    pub won: bool,
    /// From when a contract may be signed, in words.
    pub may_sign_from: String,
}
