//! The page of the opening.

use askama::Template;

use crate::bids::closing::model::Closing;
use crate::requests::model::Request;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// Where the opening stands.
#[derive(Template)]
#[template(path = "evaluation/opening.html")]
pub struct OpeningPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// The deadline, in words and for machines, and how far off it is.
    pub closes: (String, String, String),
    /// Who confirmed, and when, in order.
    pub confirmed: Vec<(String, String)>,
    /// How many bids were opened, once they are.
    pub opened: Option<i64>,
    /// Whether quality is locked, so that companies are named beside their bids.
    pub locked: bool,
    /// Whether the viewer may confirm now.
    pub may_confirm: bool,
    /// Why not, if they may not and the bids are not open.
    pub refusal: String,
    /// What was on record when the deadline had passed, once the bids are open.
    pub closing: Option<Closing>,
    /// Bids that could not be opened, and what is wrong with them.
    pub damaged: Vec<(String, String)>,
    /// What is missing in the form.
    pub mistakes: Mistakes,
    /// Whether the request may be ended without an award now.
    pub can_end: bool,
}
