//! The pages of outcomes.

use askama::Template;

use super::forms::{Ending, Search};
use super::model::{Letter, Outcome, OutcomeLine, Standing};
use crate::requests::state::RequestState;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::Choice;
use crate::web::page::Frame;
use crate::web::paging::Paging;
use crate::web::sheet::Sheet;

/// Every outcome.
#[derive(Template)]
#[template(path = "awards/outcomes.html")]
pub struct OutcomesPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The filters.
    pub search: Search,
    /// The forces to choose from.
    pub forces: Vec<Choice>,
    /// Newest first.
    pub lines: Vec<OutcomeLine>,
    /// Which page of how many.
    pub paging: Paging,
}

impl OutcomesPage {
    fn endings(&self) -> Vec<Choice> {
        Ending::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn count(&self) -> String {
        match self.paging.total {
            1 => "1 outcome".to_owned(),
            n => format!("{n} outcomes"),
        }
    }
}

impl OutcomeLine {
    /// When it was decided or, without a decision, published.
    pub fn when(&self) -> String {
        match (self.approved_at, self.published_at) {
            (Some(at), _) => format!("Awarded {}", uk_time::date(at)),
            (None, Some(at)) => format!("Published {}", uk_time::date(at)),
            (None, None) => String::new(),
        }
    }
}

/// The outcomes for a spreadsheet.
pub fn sheet(lines: &[OutcomeLine]) -> Sheet {
    let row = |it: &OutcomeLine| {
        vec![
            it.reference.clone().into(),
            it.title.clone().into(),
            it.force.clone().into(),
            it.ending.label().into(),
            it.winner.clone().into(),
            it.value.map(|value| value.typed()).into(),
            it.bids.into(),
            it.published_at.into(),
            it.approved_at.into(),
            it.starts_on.into(),
            it.reason.clone().into(),
        ]
    };
    let columns = &[
        "Request",
        "Title",
        "Force",
        "Outcome",
        "Winner",
        "Value excluding VAT (£)",
        "Number of bids",
        "Published",
        "Awarded",
        "Work starts",
        "Why",
    ];
    Sheet::new(columns, lines.iter().map(row))
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
    /// What became of the contract, once both had signed it; empty before.
    pub signed: String,
    /// The award's day, the first day of work, and from when signing is allowed, in words.
    pub days: (String, String, String),
    /// When awards were withdrawn, and why.
    pub withdrawn: Vec<(String, String)>,
}

impl OutcomePage {
    /// Says the outcome in words. `ended_early` is when the contract was ended before its last day.
    pub fn new(frame: Frame, outcome: Outcome, ended_early: Option<Moment>) -> Self {
        let awarded = outcome.winner.as_ref().and_then(|it| it.approved_at).map(uk_time::full);
        let starts = outcome.starts_on.map(uk_time::day);
        let signed = outcome.request.state == RequestState::Contracted;
        let signing = outcome.winner.as_ref().and_then(|it| it.may_sign_from);
        let signing = signing.filter(|_| !signed).map(uk_time::full);
        let days =
            (awarded.unwrap_or_default(), starts.unwrap_or_default(), signing.unwrap_or_default());
        let withdrawn = outcome
            .withdrawn
            .iter()
            .map(|(at, why)| (at.map(uk_time::full).unwrap_or_default(), why.clone()));
        Self {
            frame,
            ending: outcome.ending.label(),
            signed: match (signed, ended_early) {
                (false, _) => String::new(),
                (true, None) => "Signed by both".to_owned(),
                (true, Some(at)) => format!(
                    "Signed by both, and ended early on {}",
                    uk_time::day(uk_time::date_of(at))
                ),
            },
            withdrawn: withdrawn.collect(),
            outcome,
            days,
        }
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
    /// The same for a machine.
    pub may_sign_iso: String,
    /// How long that is, while it is not over.
    pub left: String,
}

impl LetterPage {
    fn is_withdrawn(&self) -> bool {
        self.letter.standing == Standing::Withdrawn
    }
}
