//! The page on which a contract is ended before its time.

use askama::Template;

use super::forms::TerminationForm;
use super::model::Termination;
use crate::contracts::model::Seen;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// Proposes it, or shows what is proposed to whoever may confirm it.
#[derive(Template)]
#[template(path = "contracts/termination.html")]
pub struct TerminationPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The contract.
    pub seen: &'a Seen,
    /// What is proposed, if something is.
    pub open: Option<Termination>,
    /// Why this person does not propose it, if so.
    pub refusal: String,
    /// Why this person does not confirm it, if so.
    pub unconfirmed: String,
    /// Whether this person may withdraw it.
    pub withdraws: bool,
    /// As typed.
    pub form: TerminationForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
}

impl TerminationPage<'_> {
    fn reasons(&self) -> Vec<Choice> {
        TerminationForm::reasons()
    }
}
