//! What a request is.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::state::RequestState;
use crate::schema;
use crate::types::ids::{
    CriterionId, ForceId, OutcomeId, ProviderId, RequestId, RequirementId, RoleId, UserId,
};
use crate::types::money::Money;
use crate::types::time::Moment;

text_enum! {
    /// Where a request stands, now that the clock has been asked.
    pub enum Phase {
        /// Being written.
        Draft = "draft", "Draft";
        /// Waiting for an approver.
        AwaitingApproval = "awaiting_approval", "Awaiting approval";
        /// Taking bids.
        Open = "open", "Open";
        /// Past its deadline, its bids still sealed.
        Closed = "closed", "Closed";
        /// Its bids are being scored.
        Evaluating = "evaluating", "Being evaluated";
        /// An award is approved.
        Decided = "decided", "Decided";
        /// The award stands still.
        Standstill = "standstill", "In standstill";
        /// Both sides have signed.
        Contracted = "contracted", "Contracted";
        /// Called off.
        Cancelled = "cancelled", "Cancelled";
        /// Ended without an award.
        NoAward = "no_award", "No award";
    }
}

impl Phase {
    /// Where what stands so in the database, and closes then, stands at a moment.
    pub fn of(state: RequestState, closes_at: Option<Moment>, now: Moment) -> Self {
        match state {
            RequestState::Open if closes_at.is_some_and(|at| now >= at) => Self::Closed,
            other => Self::parse(other.word()).unwrap_or(Self::Closed),
        }
    }

    /// The colour of its tag.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Draft => "grey",
            Self::AwaitingApproval => "yellow",
            Self::Open => "green",
            Self::Closed => "orange",
            Self::Evaluating => "purple",
            Self::Decided | Self::Standstill => "teal",
            Self::Contracted => "",
            Self::Cancelled | Self::NoAward => "red",
        }
    }
}

text_enum! {
    /// Who may bid, and how fast.
    pub enum Route {
        /// Every provider admitted to the lot.
        MiniCompetition = "mini_competition", "Mini-competition";
        /// A live incident: every provider admitted to the lot, told at once.
        Urgent = "urgent", "Urgent";
        /// One named provider.
        Direct = "direct", "Direct";
    }
}

text_enum! {
    /// Where the work is done.
    pub enum Remote {
        /// At the force's site.
        OnSite = "on_site", "On site";
        /// Some of each.
        Hybrid = "hybrid", "Some on site, some remote";
        /// From anywhere in the United Kingdom.
        Remote = "remote", "Remote";
    }
}

text_enum! {
    /// Whether the off-payroll working rules apply.
    pub enum Ir35 {
        /// The provider is responsible for the outcome.
        ContractedOutService = "contracted_out_service", "Contracted out service: the off-payroll rules do not apply";
        /// People work under the force's direction.
        SupplyOfResource = "supply_of_resource", "Supply of resource: the off-payroll rules may apply";
    }
}

text_enum! {
    /// How the work is protected. Anything higher is not for this service.
    pub enum Classification {
        /// Most police business.
        Official = "official", "OFFICIAL";
        /// With a handling marking.
        OfficialSensitive = "official_sensitive", "OFFICIAL, marked SENSITIVE";
    }
}

text_enum! {
    /// How a price earns its marks.
    pub enum PriceMethod {
        /// The lowest price takes all; others a share.
        Lowest = "lowest", "Lowest price divided by the price";
        /// Marks run out at twice the lowest price.
        Linear = "linear", "Linear: twice the lowest price earns nothing";
        /// The least money for each point of quality wins.
        PerQualityPoint = "per_quality_point", "Price per quality point: the lowest wins";
    }
}

text_enum! {
    /// What a bid puts a price on.
    pub enum Pricing {
        /// A day of each role.
        DayRates = "day_rates", "Day rates: a price for each day that the people in each role work";
        /// Each outcome, however long it takes.
        FixedPrice = "fixed_price", "Fixed price: one price for each outcome, paid when it is accepted";
    }
}

text_enum! {
    /// By when a clearance must be in place.
    pub enum NeededBy {
        /// With the bid.
        Bid = "bid", "When bidding";
        /// At award.
        Award = "award", "At award";
        /// On the first day.
        Start = "start", "At the start";
    }
}

text_enum! {
    /// How much a requirement matters.
    pub enum RequirementKind {
        /// A bid that does not meet it is out.
        Essential = "essential", "Essential";
        /// Welcome, never decisive by itself.
        NiceToHave = "nice_to_have", "Nice to have";
    }
}

text_enum! {
    /// Why a request is cancelled.
    pub enum CancelReason {
        /// Nobody needs the work any more.
        NeedGone = "need_gone", "The work is no longer needed";
        /// Nobody can pay for it.
        NoFunding = "no_funding", "The funding is not available";
        /// Another request asks for it.
        Replaced = "replaced", "Another request takes its place";
        /// It asked for the wrong thing.
        Flawed = "flawed", "The request was wrong in a way that an amendment cannot put right";
        /// Something in the procedure was not fair.
        Conflict = "conflict", "A conflict of interest, or a fault in the procedure, came to light";
        /// Something else.
        Other = "other", "Another reason";
    }
}

text_enum! {
    /// A page of a draft.
    pub enum Section {
        /// What it is called and which lot it is in.
        Basics = "basics", "Title, lot and summary";
        /// Why, and what should come of it.
        Need = "need", "Why the work is needed";
        /// What a bid puts a price on.
        Pricing = "pricing", "How the work is priced";
        /// What is delivered at a fixed price.
        Outcomes = "outcomes", "Outcomes and how they are accepted";
        /// The people wanted.
        Roles = "roles", "Roles and clearances";
        /// Where the work is done.
        Place = "place", "Place and working arrangements";
        /// Who may bid.
        Route = "route", "Who may bid";
        /// When questions end, and when bids do.
        Dates = "dates", "Deadlines";
        /// When the work begins, and how long it goes on.
        Term = "term", "Start and length of the work";
        /// Budget, off-payroll status, classification.
        Money = "money", "Budget, off-payroll status and classification";
        /// What a provider must meet.
        Requirements = "requirements", "Requirements";
        /// The scale, and how prices earn marks.
        Scoring = "scoring", "How bids are scored";
        /// What bids are scored on.
        Criteria = "criteria", "Award criteria and questions";
        /// Who scores, their conflicts, and the standstill.
        Panel = "panel", "Evaluation panel, conflicts and standstill";
    }
}

/// A request, whole.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::requests, check_for_backend(diesel::pg::Pg))]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// The number people say: `REQ-2026-0042`.
    pub reference: String,
    /// Whose it is.
    pub force_id: ForceId,
    /// Where it stands in the database; pages ask [`Request::phase`].
    pub state: RequestState,
    /// Counts its amendments, from 1.
    pub version: i32,
    /// Its title.
    pub title: String,
    /// Its lot.
    pub lot_code: Option<String>,
    /// At most 50 words.
    pub summary: String,
    /// Why the work is needed.
    pub why: String,
    /// The problem to solve.
    pub problem: String,
    /// The team the provider will join.
    pub team: String,
    /// What should be there at the end.
    pub outcomes: String,
    /// Its region.
    pub region_code: Option<String>,
    /// On site, remote or both.
    pub remote: Remote,
    /// The site.
    pub site: String,
    /// Working arrangements.
    pub working: String,
    /// The first day of work.
    pub starts_on: Option<NaiveDate>,
    /// Its length.
    pub length_months: Option<i32>,
    /// How much longer it may run.
    pub extension_months: i32,
    /// Who may bid.
    pub route: Option<Route>,
    /// Why, where the route asks for a reason.
    pub route_reason: String,
    /// The one provider of a direct request.
    pub direct_provider: Option<ProviderId>,
    /// The most it may cost, excluding VAT.
    pub budget: Option<Money>,
    /// Whether bidders may see that.
    pub budget_shown: bool,
    /// Off-payroll status.
    pub ir35: Option<Ir35>,
    /// Classification.
    pub classification: Option<Classification>,
    /// Certifications asked for; "or equivalent" always goes with them.
    pub certifications: String,
    /// How prices earn marks.
    pub price_method: PriceMethod,
    /// The highest score: 4 or 5.
    pub scale_max: i16,
    /// Why social value weighs less than 10, if it does.
    pub social_value_reason: String,
    /// The force's assessment of its own conflicts of interest.
    pub conflict_assessment: String,
    /// Working days between award and signing; nought for none.
    pub standstill_days: i32,
    /// The last moment to ask.
    pub questions_close_at: Option<Moment>,
    /// The last moment to bid, the same for everyone.
    pub closes_at: Option<Moment>,
    /// Where a demonstration scenario comes from.
    pub source: String,
    /// Why an approver sent it back.
    pub returned_comment: String,
    /// Why it was cancelled or ended without an award.
    pub end_reason: String,
    /// The same of one that was cancelled, as a code.
    pub end_code: Option<CancelReason>,
    /// When it was cancelled or ended without an award.
    pub ended_at: Option<Moment>,
    /// Who began the draft.
    pub created_by: UserId,
    /// When.
    pub created_at: Moment,
    /// Who asked for approval.
    pub submitted_by: Option<UserId>,
    /// When.
    pub submitted_at: Option<Moment>,
    /// Who approved it.
    pub approved_by: Option<UserId>,
    /// The second approver of an urgent request.
    pub second_approved_by: Option<UserId>,
    /// When it was published.
    pub published_at: Option<Moment>,
    /// Optional extra work on top of the budget, excluding VAT.
    #[diesel(column_name = options_value)]
    pub options: Money,
    /// What a bid puts a price on; none while nobody has said.
    pub pricing: Option<Pricing>,
    /// Whether anybody chose the scale and how prices are scored; until then
    /// they are what is usual.
    pub scoring_chosen: bool,
}

/// What a request may come to, and how: each part exact, none rounded down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// The budget for the first term.
    pub base: Money,
    /// Optional extra work.
    pub options: Money,
    /// As much as the budget again, for each month it may be extended.
    pub extensions: Money,
    /// VAT on all of it.
    pub vat: Money,
    /// All of it together.
    pub total: Money,
}

/// Tells one submission from the next, in the form of whoever reads it.
pub fn submission(at: Option<Moment>) -> String {
    at.map(|at| at.timestamp_micros().to_string()).unwrap_or_default()
}

impl Request {
    /// Tells one submission for approval from the next.
    pub fn submission(&self) -> String {
        submission(self.submitted_at)
    }

    /// Where it stands at a moment. A closed request is an open one whose
    /// deadline has come.
    pub fn phase(&self, now: Moment) -> Phase {
        match self.state {
            RequestState::Draft => Phase::Draft,
            RequestState::AwaitingApproval => Phase::AwaitingApproval,
            RequestState::Open if self.closes_at.is_some_and(|at| now >= at) => Phase::Closed,
            RequestState::Open => Phase::Open,
            RequestState::Evaluating => Phase::Evaluating,
            RequestState::Decided => Phase::Decided,
            RequestState::Standstill => Phase::Standstill,
            RequestState::Contracted => Phase::Contracted,
            RequestState::Cancelled => Phase::Cancelled,
            RequestState::NoAward => Phase::NoAward,
        }
    }

    /// The same as it will stand once it is published, for previews; what has
    /// been published already stands where it does.
    pub fn as_published(mut self, now: Moment) -> Self {
        if matches!(self.state, RequestState::Draft | RequestState::AwaitingApproval) {
            self.state = RequestState::Open;
            self.published_at = Some(now);
        }
        self
    }

    /// Whether its outcomes are priced, and not the days of its roles.
    pub fn is_fixed_price(&self) -> bool {
        self.pricing == Some(Pricing::FixedPrice)
    }

    /// The pages of its draft: outcomes are asked for at a fixed price only.
    pub fn sections(&self) -> Vec<Section> {
        let asked = |it: &Section| *it != Section::Outcomes || self.is_fixed_price();
        Section::ALL.iter().copied().filter(asked).collect()
    }

    /// Whether questions may still be asked.
    pub fn takes_questions(&self, now: Moment) -> bool {
        let asked_in_time = self.questions_close_at.or(self.closes_at).is_some_and(|at| now < at);
        self.phase(now) == Phase::Open && asked_in_time
    }

    /// What it may come to in all, once its budget and length are known.
    pub fn estimate(&self) -> Option<Estimate> {
        let (base, length) = (self.budget?, i64::from(self.length_months?));
        let more = base.times(u32::try_from(self.extension_months).ok()?)?.pence();
        let extensions =
            Money::from_pence(more.checked_add(length.checked_sub(1)?)?.checked_div(length)?)?;
        let net = base.checked_add(self.options)?.checked_add(extensions)?;
        let vat = net.percentage(VAT_BASIS_POINTS)?;
        let total = net.checked_add(vat)?;
        Some(Estimate { base, options: self.options, extensions, vat, total })
    }

    /// The whole of that.
    pub fn estimated_value(&self) -> Option<Money> {
        self.estimate().map(|it| it.total)
    }
}

/// The standard rate of VAT, in hundredths of a per cent.
pub const VAT_BASIS_POINTS: u32 = 2_000;

/// A role on the team wanted.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::request_roles, check_for_backend(diesel::pg::Pg))]
pub struct TeamRole {
    /// Its id.
    pub id: RoleId,
    /// What the person does.
    pub title: String,
    /// How much responsibility they carry: SFIA 1 to 7.
    pub sfia_level: i16,
    /// How many people.
    pub people: i32,
    /// Days of work for each of them.
    pub days: i32,
    /// The police vetting needed, if any.
    pub nppv: Option<String>,
    /// The national security vetting needed; `none` for none.
    pub nsv: String,
    /// By when both must be in place.
    pub needed_by: NeededBy,
}

/// Something that is delivered at a fixed price.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::request_outcomes, check_for_backend(diesel::pg::Pg))]
pub struct WantedOutcome {
    /// Its id.
    pub id: OutcomeId,
    /// What is delivered.
    pub title: String,
    /// How the force judges whether it accepts it.
    pub acceptance: String,
    /// The last day to deliver it, if there is one of its own.
    pub due_on: Option<NaiveDate>,
}

/// Something a provider must or may meet.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::request_requirements, check_for_backend(diesel::pg::Pg))]
pub struct Requirement {
    /// Its id.
    pub id: RequirementId,
    /// Essential or nice to have.
    pub kind: RequirementKind,
    /// In at most 30 words.
    pub text: String,
}

/// A scored question with the award criterion it is asked under. A criterion
/// may be asked in several; price is there once and asks none.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Criterion {
    /// Its id.
    pub id: CriterionId,
    /// The framework's criterion it is drawn from.
    pub criterion: String,
    /// That criterion's name.
    pub drawn_from: String,
    /// What it is called: the same, and which of its questions it is if there
    /// are several.
    pub name: String,
    /// Whether it is the price.
    pub is_price: bool,
    /// Its share of 100.
    pub weight: i32,
    /// What bidders answer.
    pub question: String,
    /// What a good answer covers.
    pub guidance: String,
    /// The longest answer, in words.
    pub word_limit: i32,
    /// A score below this disqualifies; nought for no minimum.
    pub minimum: i16,
}

impl Criterion {
    /// Its name in addresses: its criterion's, while that is asked in one question.
    pub fn word(&self) -> String {
        if self.name == self.drawn_from { self.criterion.clone() } else { self.id.to_string() }
    }
}

/// A request with everything that hangs on it.
#[derive(Debug, Clone)]
pub struct FullRequest {
    /// The request.
    pub request: Request,
    /// The codes of its specialisms.
    pub specialisms: Vec<String>,
    /// What is delivered, where that has a fixed price.
    pub outcomes: Vec<WantedOutcome>,
    /// Its roles.
    pub roles: Vec<TeamRole>,
    /// Its requirements, the essential ones first.
    pub requirements: Vec<Requirement>,
    /// Its criteria, price last.
    pub criteria: Vec<Criterion>,
    /// Who scores.
    pub panel: Vec<UserId>,
    /// Who of them chairs the panel, if anyone.
    pub chair: Option<UserId>,
}

impl FullRequest {
    /// Somebody on the panel by name, marked if they chair it.
    pub fn panellist(&self, user: UserId, name: &str) -> String {
        if self.chair == Some(user) { format!("{name} (chair)") } else { name.to_owned() }
    }

    /// The requirements of a kind.
    pub fn requirements_of(&self, kind: RequirementKind) -> Vec<&Requirement> {
        self.requirements.iter().filter(|it| it.kind == kind).collect()
    }
}

/// Everything that a request asks or ever asked, by id.
#[derive(Debug, Clone)]
pub struct EverAsked {
    /// Requirements.
    pub requirements: Vec<RequirementId>,
    /// Criteria.
    pub criteria: Vec<CriterionId>,
    /// Roles.
    pub roles: Vec<RoleId>,
    /// Outcomes.
    pub outcomes: Vec<OutcomeId>,
}
