//! What an unsealed bid is.

use crate::bids::attachments::model::OpenedAttachment;
use crate::bids::model::{Answer, Evidence, Nominee, OutcomePrice, Rate};
use crate::bids::state::BidState;
use crate::types::ids::{BidId, CriterionId, ProviderId, RequirementId};
use crate::types::money::Money;
use crate::types::time::Moment;

/// An unsealed bid, without its price. Only `bids::opened::queries::all`
/// makes one.
#[derive(Debug, Clone)]
pub struct OpenedBid {
    /// Its id.
    pub id: BidId,
    /// Its reference.
    pub reference: String,
    /// Who made it.
    pub provider_id: ProviderId,
    /// Their name.
    pub provider_name: String,
    /// Where it stands.
    pub state: BidState,
    /// The version of the request it answers.
    pub request_version: i32,
    /// When it was submitted.
    pub submitted_at: Option<Moment>,
    /// Declared: no conflict of interest.
    pub no_conflict: bool,
    /// Declared: the prices hold for 90 days after the deadline.
    pub prices_held: bool,
    /// Why it was disqualified, if it was.
    pub state_reason: String,
    /// Requirement by requirement.
    pub evidence: Vec<Evidence>,
    /// Question by question.
    pub answers: Vec<Answer>,
    /// Who would do the work.
    pub team: Vec<Nominee>,
    /// The same in words, where no role is asked for.
    pub team_words: String,
    /// What is attached, in order.
    pub attachments: Vec<OpenedAttachment>,
}

impl OpenedBid {
    /// What is attached under a number.
    pub fn attachment(&self, number: i16) -> Option<&OpenedAttachment> {
        self.attachments.iter().find(|it| it.number == number)
    }

    /// What is said about a requirement.
    pub fn evidence_for(&self, id: RequirementId) -> Option<&Evidence> {
        self.evidence.iter().find(|it| it.requirement_id == id)
    }

    /// The answer to a question, empty if there is none.
    pub fn answer_to(&self, id: CriterionId) -> &str {
        self.answers.iter().find(|it| it.criterion_id == id).map_or("", |it| it.answer.as_str())
    }
}

/// The price of an unsealed bid. Only `bids::queries` makes one, once every
/// quality score stands still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedPrice {
    /// The bid.
    pub bid: BidId,
    /// The day rates, by role.
    pub rates: Vec<Rate>,
    /// The prices, by outcome.
    pub prices: Vec<OutcomePrice>,
    /// The cap on expenses.
    pub expenses_cap: Money,
    /// All rates by people and days, or all prices of outcomes, and the cap;
    /// excluding VAT.
    pub total: Money,
}
