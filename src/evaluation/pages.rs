//! The evaluator's desk. No page here has a bidder's name or a price.

use askama::Template;

use super::desk::DeskRow;
use super::read::BidRead;
use crate::requests::model::Request;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

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
    /// The viewer's desk, if they are on the panel.
    pub desk: Option<Vec<DeskRow>>,
    /// Each evaluator, with how many scores they have given of how many.
    pub progress: Vec<(String, usize, usize)>,
    /// Whether the viewer may moderate now.
    pub may_moderate: bool,
    /// Why not.
    pub refusal: String,
    /// Whether the viewer reads it as an auditor.
    pub reads_only: bool,
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
    /// What is wrong with what was typed.
    pub mistakes: Mistakes,
}
