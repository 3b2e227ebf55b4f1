//! The page that ends a request without an award.

use askama::Template;

use crate::awards::pages::ProposalRead;
use crate::requests::model::Request;
use crate::web::form::Mistakes;
use crate::web::page::Frame;
use crate::web::words::WordsForm;

/// Asks for the reason, or for the second person's decision.
#[derive(Template)]
#[template(path = "awards/no_award.html")]
pub struct NoAwardPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// Where the viewer declares their conflicts of interest first, if they have to.
    pub to_declare: String,
    /// The ending that waits.
    pub waiting: Option<ProposalRead>,
    /// Those that were decided on, the newest first.
    pub before: Vec<ProposalRead>,
    /// Whether the viewer may ask for one.
    pub may_propose: bool,
    /// Whether it then ends at once, since there are no bids.
    pub alone: bool,
    /// Whether the viewer may end it now.
    pub may_make: bool,
    /// Whether the viewer may refuse.
    pub may_refuse: bool,
    /// Whether the viewer may take back what they asked for.
    pub may_take_back: bool,
    /// Why they may not.
    pub refusal: String,
    /// Why it ends, as typed.
    pub reason: WordsForm,
    /// Why it goes on, as typed.
    pub decision: WordsForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
}
