//! The panel, and how it is changed. Nothing here says what anybody scored.

use askama::Template;

use super::forms::{NOBODY, PanelForm};
use crate::requests::model::Request;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// Someone on the panel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemberRow {
    /// Their name.
    pub name: String,
    /// Whether they were chosen to chair it.
    pub chairs: bool,
    /// How far they are, in words.
    pub state: String,
    /// With how many bidders they have a conflict of interest.
    pub conflicts: usize,
}

/// A conflict of interest, as whoever declared it put it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictRead {
    /// Who.
    pub person: String,
    /// With which company.
    pub provider: String,
    /// Why.
    pub words: String,
}

/// A change of the panel, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRead {
    /// What became of whom.
    pub what: String,
    /// Why.
    pub reason: String,
    /// Who changed it.
    pub who: String,
    /// When.
    pub when: String,
    /// When, for machines.
    pub iso: String,
}

/// Who is on the panel, how far they are, and what was changed.
#[derive(Template)]
#[template(path = "evaluation/panel/show.html")]
pub struct PanelPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// Whether its bids are open.
    pub opened: bool,
    /// Who is on it.
    pub members: Vec<MemberRow>,
    /// How many bids nobody is left to score.
    pub unattended: usize,
    /// Which bids a conflict of interest leaves to one person, in words.
    pub thin: String,
    /// Whether the chair that was chosen cannot chair any more.
    pub chair_is_out: bool,
    /// By when every bid is to be scored, if that is known.
    pub due: String,
    /// Whether the viewer may set that.
    pub may_set_due: bool,
    /// Whether the viewer may change the panel.
    pub may_change: bool,
    /// Conflicts of interest, where the viewer may read them.
    pub conflicts: Vec<ConflictRead>,
    /// What was changed, the newest first.
    pub changes: Vec<ChangeRead>,
}

/// The panel from now on.
#[derive(Template)]
#[template(path = "evaluation/panel/change.html")]
pub struct ChangePanelPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// The evaluators of the force.
    pub evaluators: Vec<Choice>,
    /// As typed.
    pub form: PanelForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
}

impl ChangePanelPage {
    /// Who may be asked to chair it.
    fn chairs(&self) -> Vec<Choice> {
        let mut choices = vec![Choice {
            hint: "A requester or an approver agrees the scores with the panel".to_owned(),
            ..Choice::new(NOBODY, "Nobody")
        }];
        choices.extend(self.evaluators.iter().cloned());
        choices
    }
}
