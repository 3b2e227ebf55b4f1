//! The pages of outcomes.

use askama::Template;

use super::forms::{Ending, Search};
use super::model::{Earlier, Letter, Outcome, OutcomeLine, Standing};
use crate::providers::model::Size;
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
    /// When it was decided or, where nobody kept that, published.
    pub fn when(&self) -> String {
        let said = |what, at: Option<Moment>| at.map(|at| format!("{what} {}", uk_time::date(at)));
        said("Awarded", self.approved_at)
            .or_else(|| said("Ended", self.ended_at))
            .or_else(|| said("Award withdrawn", self.withdrawn_at))
            .or_else(|| said("Published", self.published_at))
            .unwrap_or_default()
    }

    /// Whether something was decided after an award was withdrawn.
    pub fn is_anew(&self) -> bool {
        self.withdrawn_at.is_some() && self.ending != Ending::Withdrawn
    }

    /// The first day of work that was awarded.
    pub fn starts(&self) -> Option<String> {
        self.starts_on.filter(|_| self.winner.is_some()).map(uk_time::day)
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
            it.size.map(Size::label).into(),
            it.value.map(|value| value.typed()).into(),
            it.bids.into(),
            it.published_at.into(),
            it.approved_at.into(),
            it.starts_on.into(),
            it.ended_at.into(),
            it.reason.clone().into(),
            it.withdrawn_at.into(),
            it.withdrawn_reason.clone().into(),
        ]
    };
    let columns = &[
        "Request",
        "Title",
        "Force",
        "Outcome",
        "Winner",
        "Size of the winner",
        "Value excluding VAT (£)",
        "Number of bids",
        "Published",
        "Awarded",
        "Work starts",
        "Ended",
        "Why it ended",
        "An award was withdrawn",
        "Why it was withdrawn",
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
    /// When it was cancelled or ended without an award; empty if it was not.
    pub ended: String,
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
            ended: outcome.request.ended_at.map(uk_time::full).unwrap_or_default(),
            outcome,
            days,
        }
    }
}

/// A bidder's own letter, as it stands or as it was sent.
#[derive(Template)]
#[template(path = "awards/letter.html")]
pub struct LetterPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The letter.
    pub letter: Letter,
    /// Where it is.
    pub here: String,
    /// Whom it was sent to, where the force reads it.
    pub to: String,
    /// Whether the bid won.
    pub won: bool,
    /// From when a contract may be signed, in words.
    pub may_sign_from: String,
    /// The same for a machine.
    pub may_sign_iso: String,
    /// How long that is, while it is not over.
    pub left: String,
    /// How whoever thinks the decision is wrong challenges it, and until when.
    pub challenging: String,
}

impl LetterPage {
    /// A letter at its address.
    pub fn of(frame: Frame, letter: Letter, here: &str, now: Moment) -> Self {
        let signing = letter.winner.as_ref().and_then(|it| it.may_sign_from);
        let left = signing.filter(|it| *it > now);
        Self {
            frame,
            here: here.to_owned(),
            to: String::new(),
            won: letter.won,
            may_sign_from: signing.map(uk_time::full).unwrap_or_default(),
            may_sign_iso: signing.map(uk_time::iso).unwrap_or_default(),
            left: left.map(|it| uk_time::in_words(now, it)).unwrap_or_default(),
            challenging: letter.how_to_challenge(now),
            letter,
        }
    }

    /// The same, as the force reads what it sent to a bidder.
    pub fn sent_to(self, to: String) -> Self {
        Self { to, ..self }
    }

    fn file(&self) -> String {
        match self.letter.sent {
            Some(_) => format!("{}/outcome.txt", self.here),
            None => format!("{}.txt", self.here),
        }
    }

    fn is_withdrawn(&self) -> bool {
        self.letter.standing == Standing::Withdrawn
    }

    fn stands(&self) -> bool {
        self.letter.over().is_none()
    }

    fn over(&self) -> String {
        self.letter.over().map(uk_time::full).unwrap_or_default()
    }

    /// The letters that no longer hold: where each is, and when it was sent and withdrawn.
    fn before(&self) -> Vec<(String, String, String)> {
        let own = &self.letter.bid.reference;
        let line = |it: &Earlier| {
            let (at, withdrawn) = (uk_time::full(it.at), uk_time::full(it.withdrawn));
            (format!("/bids/{own}/letters/{}", it.id), at, withdrawn)
        };
        self.letter.before.iter().map(line).collect()
    }
}
