//! The page on which an approver lets something come later.

use askama::Template;

use super::forms::WaiverForm;
use super::model::Shortfall;
use crate::contracts::model::Seen;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// What is missing, and what was waived.
#[derive(Template)]
#[template(path = "contracts/waivers.html")]
pub struct WaiversPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The contract.
    pub seen: &'a Seen,
    /// As typed.
    pub form: WaiverForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
    /// Why this person waives nothing now, if so.
    pub refusal: String,
}

impl WaiversPage<'_> {
    fn missing(&self) -> Vec<Choice> {
        let missing = self.seen.gates.missing();
        let choice = |it: &Shortfall| Choice {
            hint: it.kind.label().to_owned(),
            ..Choice::new(format!("{} {}", it.subject, it.said), &it.said)
        };
        missing.into_iter().map(choice).collect()
    }
}
