//! The evaluator's desk. No page here has a bidder's name or a price.

use askama::Template;

use super::desk::{Desk, DeskRow};
use super::panel::model::{Member, Panel};
use super::read::BidRead;
use crate::requests::model::Request;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// The viewer's own desk, in the order they want to work in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// Bidder by bidder, or question by question.
    pub rows: Vec<DeskRow>,
    /// Whether it is question by question.
    pub by_question: bool,
    /// How many scores are given.
    pub given: usize,
    /// Of how many.
    pub wanted: usize,
}

impl Mine {
    /// What is on a desk.
    pub fn of(desk: &Desk, by_question: bool) -> Self {
        let (given, wanted) = desk.tally();
        let rows = if by_question && wanted > 0 { desk.by_question() } else { desk.by_bidder() };
        Self { rows, by_question, given, wanted }
    }
}

/// How far an evaluator is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Their name.
    pub name: String,
    /// How many scores they have given.
    pub given: usize,
    /// Of how many.
    pub wanted: usize,
    /// With how many bidders they have a conflict of interest.
    pub conflicts: usize,
}

impl Progress {
    /// How far everyone on a panel is.
    pub fn of(panel: &Panel) -> Vec<Self> {
        let row = |it: &Member| Self {
            name: it.who.name.clone(),
            given: it.given,
            wanted: it.wanted,
            conflicts: it.stance.recused.len(),
        };
        panel.members.iter().map(row).collect()
    }
}

/// The evaluation: the desk of an evaluator, and how far the panel is.
#[derive(Template)]
#[template(path = "evaluation/show.html")]
pub struct EvaluationPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// Whether its bids are open.
    pub opened: bool,
    /// Whether quality is locked.
    pub locked: bool,
    /// Whether the viewer has to declare conflicts of interest before anything else.
    pub must_declare: bool,
    /// Whether the viewer has declared, and may declare another conflict.
    pub may_declare: bool,
    /// Whether the viewer may read who gave which score.
    pub may_look_back: bool,
    /// Whether the viewer may read the ranking, once there is one.
    pub may_rank: bool,
    /// The viewer's desk, if they have one.
    pub mine: Option<Mine>,
    /// By when every bid is to be scored, and whether that is over.
    pub due: Option<(String, bool)>,
    /// The companies with which the viewer has a conflict of interest.
    pub recused: Vec<String>,
    /// How far each evaluator is.
    pub progress: Vec<Progress>,
    /// How many bids nobody is left to score.
    pub unattended: usize,
    /// Which bids a conflict of interest leaves to one person, in words, for whoever may change the panel.
    pub thin: String,
    /// Whether the viewer may moderate now.
    pub may_moderate: bool,
    /// Whether the viewer may read the scores side by side, and agrees none.
    pub may_compare: bool,
    /// Why they may not moderate.
    pub refusal: String,
    /// Whether the viewer reads it as an auditor.
    pub reads_only: bool,
}

impl EvaluationPage {
    /// The companies that the viewer has nothing to do with, in words.
    fn recused_from(&self) -> String {
        self.recused.join(", ")
    }
}

/// What is said where a conflict of interest leaves so many bids to one person;
/// nothing where it leaves none.
pub fn thinly(bids: usize) -> String {
    let (which, its) = match bids {
        0 => return String::new(),
        1 => ("One bid has".to_owned(), "its bidder"),
        many => (format!("{many} bids have"), "their bidders"),
    };
    format!(
        "{which} one evaluator left: the others on the panel have declared a conflict of interest with {its}. Scores of one person alone are compared with nobody’s. Consider another evaluator."
    )
}

/// One bid, as one evaluator reads and scores it.
#[derive(Template)]
#[template(path = "evaluation/bid.html")]
pub struct DeskBidPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// What this evaluator calls the bidder.
    pub letter: String,
    /// The letter of the next bid, if there is one.
    pub next: Option<String>,
    /// The bid.
    pub bid: BidRead,
    /// The scores to choose from.
    pub scale: Vec<Choice>,
    /// Whether scores can still change.
    pub may_score: bool,
    /// Whether something on the page is kept unfinished.
    pub unfinished: bool,
    /// Which bids stand under which letters.
    pub letters: String,
    /// What is wrong with what was typed.
    pub mistakes: Mistakes,
}
