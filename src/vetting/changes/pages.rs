//! What the operator sees of changes.

use askama::Template;

use crate::files::model::Attached;
use crate::providers::changes::model::{Listed, Side};
use crate::providers::changes::state::ChangeState;
use crate::types::time::Moment;
use crate::vetting::forms::VerdictForm;
use crate::web::form::{Choice, Mistakes};
use crate::web::narrow::Narrow;
use crate::web::page::Frame;
use crate::web::sheet::Sheet;

/// Something on the desk.
#[derive(Debug, Clone)]
pub struct Line {
    /// Whose.
    pub provider: String,
    /// What it is about.
    pub about: String,
    /// Where to decide on it, or read it.
    pub href: String,
    /// Where it stands.
    pub state: ChangeState,
    /// When it was made.
    pub made: Moment,
    /// How long it has waited.
    pub age: String,
}

/// The desk.
#[derive(Template)]
#[template(path = "vetting/changes.html")]
pub struct ChangesPage {
    /// What surrounds it.
    pub frame: Frame,
    /// What is asked for.
    pub asked: Narrow,
    /// What waits, the oldest first.
    pub lines: Vec<Line>,
}

impl ChangesPage {
    fn states(&self) -> Vec<Choice> {
        let waits = [ChangeState::Waiting, ChangeState::Proposed];
        waits.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn narrows(&self) -> bool {
        self.asked.narrows(ChangeState::parse(&self.asked.state))
    }
}

/// The same for a spreadsheet.
pub fn sheet(lines: &[Line]) -> Sheet {
    let row = |it: &Line| {
        vec![
            it.about.clone().into(),
            it.provider.clone().into(),
            it.state.label().into(),
            it.made.into(),
        ]
    };
    Sheet::new(&["Change", "Provider", "Who holds it", "Made"], lines.iter().map(row))
}

/// One change.
#[derive(Template)]
#[template(path = "vetting/change.html")]
pub struct ChangePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The change.
    pub it: &'a Listed,
    /// Whose.
    pub provider: &'a str,
    /// Where its dossier is.
    pub dossier: String,
    /// When it was made.
    pub made: String,
    /// What it changes.
    pub sides: &'a [Side],
    /// The file it came with, if one did.
    pub file: Option<Attached>,
    /// Who proposed to accept it, if anyone did.
    pub proposed_by: String,
    /// Why the reader cannot accept it; nothing if they can.
    pub why_not: String,
    /// What the reader may choose.
    pub choices: Vec<Choice>,
    /// Whether a proposal can be set aside by the reader.
    pub may_set_aside: bool,
    /// As typed.
    pub form: &'a VerdictForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

impl ChangePage<'_> {
    fn colour(&self) -> &'static str {
        match self.it.change.state {
            ChangeState::Waiting => "yellow",
            ChangeState::Proposed => "purple",
            ChangeState::Accepted => "green",
            ChangeState::Refused => "red",
            ChangeState::Withdrawn => "grey",
        }
    }

    fn place(&self, what: &str) -> String {
        format!("/operator/changes/{}/{what}", self.it.change.id)
    }
}
