//! The page that withdraws an award.

use askama::Template;

use super::forms::WithdrawalForm;
use crate::awards::pages::ProposalRead;
use crate::requests::model::Request;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// Asks for the reason, or for the second person's decision.
#[derive(Template)]
#[template(path = "awards/withdrawal.html")]
pub struct WithdrawalPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// Where the viewer declares their conflicts of interest first, if they have to.
    pub to_declare: String,
    /// Who has the award.
    pub winner: String,
    /// The withdrawal that waits.
    pub waiting: Option<ProposalRead>,
    /// Those that were decided on, the newest first.
    pub before: Vec<ProposalRead>,
    /// Whether the viewer may ask for one.
    pub may_propose: bool,
    /// Whether the viewer may decide on the one that waits.
    pub may_decide: bool,
    /// Why they may not.
    pub refusal: String,
    /// As typed.
    pub form: WithdrawalForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
}
