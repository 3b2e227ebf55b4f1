//! Proposing a change of the ranking, deciding on it, and rankings that were.

use askama::Template;

use super::forms::{ChangeForm, RefusalForm};
use super::model::ChangeKind;
use super::view::{ChangeRead, EffectRow};
use crate::evaluation::moderation::view::RankingRow;
use crate::requests::model::Request;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// A change to be proposed: first what, then what it does, then why.
#[derive(Template)]
#[template(path = "evaluation/reranking/new.html")]
pub struct ProposePage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// The kind of change, once it is chosen.
    pub kind: Option<ChangeKind>,
    /// Whose bid, once it is chosen.
    pub provider: String,
    /// The kinds to choose from.
    pub kinds: Vec<Choice>,
    /// The bids to choose from.
    pub bids: Vec<Choice>,
    /// The criteria to choose from, with what is agreed now.
    pub criteria: Vec<Choice>,
    /// The scores to choose from.
    pub scale: Vec<Choice>,
    /// The grounds to choose from.
    pub grounds: Vec<Choice>,
    /// What the change does, once that is known.
    pub effect: Vec<EffectRow>,
    /// As typed.
    pub form: ChangeForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
    /// Why it cannot be proposed, if it cannot.
    pub refusal: String,
}

impl ProposePage {
    fn is_rescore(&self) -> bool {
        self.kind == Some(ChangeKind::Rescore)
    }

    fn is_disqualify(&self) -> bool {
        self.kind == Some(ChangeKind::Disqualify)
    }

    fn is_chosen(&self) -> bool {
        self.kind.is_some() && !self.provider.is_empty()
    }

    fn title(&self) -> String {
        match (self.kind, self.is_chosen()) {
            (Some(kind), true) => format!("{}: {}", kind.label(), self.provider),
            _ => "Change the ranking".to_owned(),
        }
    }
}

/// A change that was proposed, with what it does or did.
#[derive(Template)]
#[template(path = "evaluation/reranking/change.html")]
pub struct ChangePage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// The change.
    pub change: ChangeRead,
    /// What it does.
    pub effect: Vec<EffectRow>,
    /// Whether it waits.
    pub waits: bool,
    /// Whether the viewer may make or refuse it.
    pub may_decide: bool,
    /// Why not.
    pub refusal: String,
    /// Whether the viewer may take it back.
    pub may_withdraw: bool,
    /// Why it is refused, as typed.
    pub form: RefusalForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
}

/// One ranking of those there were.
#[derive(Template)]
#[template(path = "evaluation/reranking/snapshot.html")]
pub struct SnapshotPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// Its number.
    pub number: i32,
    /// Since when it stood.
    pub since: String,
    /// Whether it is the one in force.
    pub in_force: bool,
    /// Whether bids are ranked by price per quality point.
    pub per_point: bool,
    /// Best first.
    pub rows: Vec<RankingRow>,
}
