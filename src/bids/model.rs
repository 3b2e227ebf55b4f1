//! What a bid is, and the two ways it can be seen.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::attachments::model::Attachment;
use super::price::{Asked, Totals};
use super::state::BidState;
use crate::framework::model::ClearanceLevel;
use crate::providers::model::Specialist;
use crate::requests::model::{Criterion, Request, Requirement, TeamRole, WantedOutcome};
use crate::schema::{bid_answers, bid_evidence, bid_prices, bid_rates, bid_team, bids};
use crate::types::ids::{
    BidId, CriterionId, OutcomeId, ProviderId, RequestId, RequirementId, RoleId, SpecialistId,
    UserId,
};
use crate::types::money::Money;
use crate::types::text::hex;
use crate::types::time::Moment;

/// A bid as the provider who wrote it sees it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = bids, check_for_backend(diesel::pg::Pg))]
pub struct OwnBid {
    /// Its id.
    pub id: BidId,
    /// The reference people read aloud; drawn at random.
    pub reference: String,
    /// The request it answers.
    pub request_id: RequestId,
    /// The version of the request it answers.
    pub request_version: i32,
    /// Whose it is.
    pub provider_id: ProviderId,
    /// Where it stands.
    pub state: BidState,
    /// The most that may be charged for expenses, excluding VAT.
    pub expenses_cap: Money,
    /// Declared: no conflict of interest.
    pub no_conflict: bool,
    /// Declared: the prices hold for 90 days after the deadline.
    pub prices_held: bool,
    /// When it was begun.
    pub created_at: Moment,
    /// When anything in it was last saved.
    pub saved_at: Moment,
    /// Who submitted it.
    pub submitted_by: Option<UserId>,
    /// When it was submitted.
    pub submitted_at: Option<Moment>,
    /// SHA-256 of its quality envelope, as submitted.
    pub content_hash: Option<Vec<u8>>,
    /// Why it was disqualified, if it was.
    pub state_reason: String,
    /// SHA-256 of its price envelope, as submitted.
    pub price_hash: Option<Vec<u8>>,
    /// Since when another bid is written to take its place.
    pub replacing_since: Option<Moment>,
    /// The version its envelopes name, where it was confirmed for a later one.
    pub written_for: Option<i32>,
    /// Who would do the work, in words, where no role is asked for.
    pub team_words: String,
}

impl OwnBid {
    /// Its page.
    pub fn path(&self) -> String {
        format!("/bids/{}", self.reference)
    }

    /// A place under its page, such as `price`.
    pub fn at(&self, place: &str) -> String {
        format!("/bids/{}/{place}", self.reference)
    }

    /// Its receipt.
    pub fn receipt_path(&self) -> String {
        self.at("receipt")
    }

    /// The SHA-256 of its quality envelope, as people compare it.
    pub fn digest(&self) -> String {
        self.content_hash.as_deref().map(hex).unwrap_or_default()
    }

    /// The SHA-256 of its price envelope.
    pub fn price_digest(&self) -> String {
        self.price_hash.as_deref().map(hex).unwrap_or_default()
    }

    /// Whether a submitted bid is being replaced: it counts until the new one
    /// is submitted.
    pub fn is_replaced(&self) -> bool {
        self.lies_sealed() && self.replacing_since.is_some()
    }

    /// Whether there is a text that its provider can write in.
    pub fn is_written(&self) -> bool {
        self.state == BidState::Draft || self.is_replaced()
    }

    /// Whether it is sealed, with nothing of it left that can be read.
    pub fn is_sealed(&self) -> bool {
        self.lies_sealed() && self.replacing_since.is_none()
    }

    /// Whether it counts while another is written to take its place.
    pub fn counts_meanwhile(&self) -> bool {
        self.state == BidState::Submitted && self.is_replaced()
    }

    /// Whether its envelopes lie here unopened, whether or not it counts.
    pub fn lies_sealed(&self) -> bool {
        matches!(self.state, BidState::Submitted | BidState::NeedsReconfirm)
    }

    /// Whether it has to be confirmed before it counts again.
    pub fn needs_reconfirm(&self) -> bool {
        self.state == BidState::NeedsReconfirm
    }

    /// The version of the request that its envelopes name.
    pub fn written_for(&self) -> i32 {
        self.written_for.unwrap_or(self.request_version)
    }
}

/// Whether a requirement is met, and how that shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = bid_evidence, check_for_backend(diesel::pg::Pg))]
pub struct Evidence {
    /// The requirement.
    pub requirement_id: RequirementId,
    /// Whether the provider says it is met.
    pub met: bool,
    /// How that shows, in at most 100 words.
    pub evidence: String,
}

/// The answer to a criterion's question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = bid_answers, check_for_backend(diesel::pg::Pg))]
pub struct Answer {
    /// The criterion.
    pub criterion_id: CriterionId,
    /// The answer.
    pub answer: String,
}

/// A specialist put forward for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = bid_team, check_for_backend(diesel::pg::Pg))]
pub struct Nomination {
    /// The role.
    pub role_id: RoleId,
    /// The person.
    pub specialist_id: SpecialistId,
}

/// What a day of a role costs, excluding VAT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = bid_rates, check_for_backend(diesel::pg::Pg))]
pub struct Rate {
    /// The role.
    pub role_id: RoleId,
    /// The day rate for each person in it.
    pub day_rate: Money,
}

/// What an outcome costs, excluding VAT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = bid_prices, check_for_backend(diesel::pg::Pg))]
pub struct OutcomePrice {
    /// The outcome.
    pub outcome_id: OutcomeId,
    /// Its price, however long it takes.
    pub price: Money,
}

/// What a bid says, section by section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// Requirement by requirement.
    pub evidence: Vec<Evidence>,
    /// Question by question.
    pub answers: Vec<Answer>,
    /// Who would do the work.
    pub team: Vec<Nomination>,
    /// What a day of them would cost.
    pub rates: Vec<Rate>,
    /// What each outcome would cost.
    pub prices: Vec<OutcomePrice>,
}

impl Content {
    /// What is said about a requirement.
    pub fn evidence_for(&self, id: RequirementId) -> Option<&Evidence> {
        self.evidence.iter().find(|it| it.requirement_id == id)
    }

    /// The answer to a question, empty if there is none yet.
    pub fn answer_to(&self, id: CriterionId) -> &str {
        self.answers.iter().find(|it| it.criterion_id == id).map_or("", |it| it.answer.as_str())
    }

    /// Who is put forward for a role.
    pub fn nominated(&self, id: RoleId) -> Vec<SpecialistId> {
        self.team.iter().filter(|it| it.role_id == id).map(|it| it.specialist_id).collect()
    }

    /// The day rate of a role.
    pub fn rate_of(&self, id: RoleId) -> Option<Money> {
        self.rates.iter().find(|it| it.role_id == id).map(|it| it.day_rate)
    }

    /// The price of an outcome.
    pub fn price_of(&self, id: OutcomeId) -> Option<Money> {
        self.prices.iter().find(|it| it.outcome_id == id).map(|it| it.price)
    }

    /// Whether anything has a price yet.
    pub fn is_priced(&self) -> bool {
        !self.rates.is_empty() || !self.prices.is_empty()
    }
}

/// The two ladders of clearance, lowest rung first.
#[derive(Debug, Clone, Default)]
pub struct Ladders {
    /// Police vetting.
    pub nppv: Vec<ClearanceLevel>,
    /// National security vetting.
    pub nsv: Vec<ClearanceLevel>,
}

/// A provider's own bid with everything it is judged by.
#[derive(Debug, Clone)]
pub struct BidInFull {
    /// The bid.
    pub bid: OwnBid,
    /// What it says.
    pub content: Content,
    /// The request it answers.
    pub request: Request,
    /// The outcomes asked for, where they are what is priced.
    pub outcomes: Vec<WantedOutcome>,
    /// The roles asked for.
    pub roles: Vec<TeamRole>,
    /// The requirements laid down.
    pub requirements: Vec<Requirement>,
    /// The criteria it is scored on, and price.
    pub criteria: Vec<Criterion>,
    /// The people put forward, even those no longer on the provider's list.
    pub nominees: Vec<Nominee>,
    /// The people this provider can put forward.
    pub specialists: Vec<Specialist>,
    /// The most this provider may charge by SFIA level, in this lot.
    pub ceilings: BTreeMap<i16, Money>,
    /// What covers what.
    pub ladders: Ladders,
    /// What is attached to what is being written.
    pub attachments: Vec<Attachment>,
}

impl BidInFull {
    /// The criteria that have a question to answer.
    pub fn questions(&self) -> impl Iterator<Item = &Criterion> {
        self.criteria.iter().filter(|it| !it.is_price)
    }

    /// What the request wants a price on.
    pub fn priced(&self) -> Asked<'_> {
        Asked::of(&self.request, &self.outcomes, &self.roles)
    }

    /// What it costs; `None` is a sum too large to hold.
    pub fn totals(&self) -> Option<Totals> {
        let content = &self.content;
        self.priced().totals(&content.rates, &content.prices, self.bid.expenses_cap)
    }

    /// Whether its team is described in words: there is no role to put
    /// somebody forward for.
    pub fn describes_team(&self) -> bool {
        self.roles.is_empty() && self.request.is_fixed_price()
    }

    /// A specialist of this provider.
    pub fn specialist(&self, id: SpecialistId) -> Option<&Specialist> {
        self.specialists.iter().find(|it| it.id == id)
    }
}

/// A bid of a provider's own in a list, with the request it answers.
#[derive(Debug, Clone)]
pub struct OwnListed {
    /// The bid.
    pub bid: OwnBid,
    /// The request.
    pub request: Request,
    /// The force that asked.
    pub force: String,
}

/// That a bid exists and where it stands; nothing of what it says.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = bids, check_for_backend(diesel::pg::Pg))]
pub struct BidHead {
    /// Its id.
    pub id: BidId,
    /// Its reference.
    pub reference: String,
    /// Whose it is.
    pub provider_id: ProviderId,
    /// Where it stands.
    pub state: BidState,
}

/// A specialist put forward for a role, as the force sees them.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Nominee {
    /// The role.
    pub role_id: RoleId,
    /// The person.
    pub specialist_id: SpecialistId,
    /// Their name.
    pub name: String,
    /// Their SFIA level.
    pub sfia_level: i16,
    /// Their police vetting.
    pub nppv: Option<String>,
    /// Until when.
    pub nppv_expires: Option<NaiveDate>,
    /// Their national security vetting.
    pub nsv: String,
    /// Until when.
    pub nsv_expires: Option<NaiveDate>,
}
