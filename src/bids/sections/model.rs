//! The sections, and what saving one of them changes.

use serde::Serialize;

use crate::bids::canonical;
use crate::bids::model::{Content, Evidence, Nomination, OwnBid, Rate};
use crate::error::Result;
use crate::types::ids::CriterionId;
use crate::types::money::Money;

/// A part of a bid that is saved on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Requirement by requirement.
    Evidence,
    /// The answer to one criterion's question.
    Answer(CriterionId),
    /// Who would do the work.
    Team,
    /// What it would cost.
    Price,
    /// What the provider promises.
    Declarations,
}

impl Section {
    /// A mark of what is saved in this section, to notice a colleague's save.
    pub fn mark(self, bid: &OwnBid, content: &Content) -> Result<String> {
        match self {
            Self::Evidence => canonical::mark(&content.evidence),
            Self::Answer(id) => canonical::mark(&content.answer_to(id)),
            Self::Team => canonical::mark(&content.team),
            Self::Price => canonical::mark(&(&content.rates, bid.expenses_cap)),
            Self::Declarations => canonical::mark(&(bid.no_conflict, bid.prices_held)),
        }
    }
}

/// A section as it is to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// All evidence; a requirement that is not named has none yet.
    Evidence(Vec<Evidence>),
    /// One answer, possibly empty.
    Answer(CriterionId, String),
    /// All nominations.
    Team(Vec<Nomination>),
    /// All rates, and the cap on expenses.
    Price(Vec<Rate>, Money),
    /// Both declarations.
    Declarations(Declarations),
}

/// What the provider promises.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Declarations {
    /// No conflict of interest.
    pub no_conflict: bool,
    /// The prices hold for 90 days after the deadline.
    pub prices_held: bool,
}

impl Change {
    /// The section it changes.
    pub fn section(&self) -> Section {
        match self {
            Self::Evidence(_) => Section::Evidence,
            Self::Answer(id, _) => Section::Answer(*id),
            Self::Team(_) => Section::Team,
            Self::Price(..) => Section::Price,
            Self::Declarations(_) => Section::Declarations,
        }
    }
}
