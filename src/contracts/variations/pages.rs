//! The page on which a variation is written, and the one that shows what it
//! comes to before it is proposed.

use askama::Template;

use super::forms::VariationForm;
use super::model::Difference;
use crate::contracts::model::Seen;
use crate::contracts::schedule::{Line, LineKind};
use crate::contracts::versions::model::Priced;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// Writes a variation.
#[derive(Template)]
#[template(path = "contracts/variation.html")]
pub struct VariationPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The contract.
    pub seen: &'a Seen,
    /// The version that binds.
    pub current: &'a Priced,
    /// The SFIA levels.
    pub levels: Vec<Choice>,
    /// As typed.
    pub form: VariationForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
    /// Why it cannot be varied now, if it cannot.
    pub refusal: String,
}

impl VariationPage<'_> {
    /// The lines there are with what was typed about each, numbered from 1.
    fn lines(&self) -> Vec<(usize, &Line, &super::forms::LineForm)> {
        let typed = self.current.schedule.lines.iter().zip(&self.form.lines);
        (1..).zip(typed).map(|(number, (line, typed))| (number, line, typed)).collect()
    }

    fn by_the_day(&self, line: &Line) -> bool {
        line.kind == LineKind::Role
    }
}

/// What a variation comes to.
#[derive(Template)]
#[template(path = "contracts/variation_check.html")]
pub struct CheckPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The contract.
    pub seen: &'a Seen,
    /// What was and what becomes.
    pub changes: Vec<Difference>,
    /// How far it is from what was first agreed.
    pub facts: Vec<String>,
    /// How many approvers it takes, and why; empty if it takes none.
    pub approval: String,
    /// Why.
    pub reason: String,
    /// Everything typed, to be sent again.
    pub typed: Vec<(String, String)>,
}
