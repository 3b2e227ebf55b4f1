//! What each page of a draft writes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::framework::model::FrameworkCriterion;
use crate::requests::model::{
    Classification, Criterion, Ir35, NeededBy, PriceMethod, Pricing, Remote, RequirementKind,
    Route, Section, TeamRole, WantedOutcome,
};
use crate::schema::requests;
use crate::types::calendar::WorkingDays;
use crate::types::ids::{OutcomeId, ProviderId, RoleId, UserId};
use crate::types::money::Money;
use crate::types::time::Moment;
use crate::web::form::Choice;

/// A request to begin: the rest is written on its own pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDraft {
    /// Its title.
    pub title: String,
    /// Its lot.
    pub lot: String,
}

/// Title, lot and summary.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = requests, treat_none_as_null = true)]
pub struct Basics {
    /// Its title.
    pub title: String,
    /// Its lot.
    pub lot_code: Option<String>,
    /// At most 50 words.
    pub summary: String,
}

/// Why the work is needed.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = requests)]
pub struct Need {
    /// Why the work is needed.
    pub why: String,
    /// The problem to solve.
    pub problem: String,
    /// What should be there at the end.
    pub outcomes: String,
    /// The team the provider will join.
    pub team: String,
}

/// Where the work is done.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = requests, treat_none_as_null = true)]
pub struct Place {
    /// Its region.
    pub region_code: Option<String>,
    /// On site, remote or both.
    pub remote: Remote,
    /// The site.
    pub site: String,
    /// Working arrangements.
    pub working: String,
}

/// Who may bid.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = requests, treat_none_as_null = true)]
pub struct WhoMayBid {
    /// Who may bid.
    pub route: Option<Route>,
    /// Why, where the route asks for a reason.
    pub route_reason: String,
    /// The one provider of a direct request.
    pub direct_provider: Option<ProviderId>,
}

/// The deadlines.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = requests, treat_none_as_null = true)]
pub struct Dates {
    /// The last moment to ask.
    pub questions_close_at: Option<Moment>,
    /// The last moment to bid.
    pub closes_at: Option<Moment>,
}

/// When the work is done.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = requests, treat_none_as_null = true)]
pub struct Term {
    /// The first day of work.
    pub starts_on: Option<NaiveDate>,
    /// Its length.
    pub length_months: Option<i32>,
    /// How much longer it may run.
    pub extension_months: i32,
}

/// What it may cost, and under which rules.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = requests, treat_none_as_null = true)]
pub struct Terms {
    /// The most it may cost, excluding VAT.
    pub budget: Option<Money>,
    /// Optional extra work on top of it.
    #[diesel(column_name = options_value)]
    pub options: Money,
    /// Whether bidders may see that.
    pub budget_shown: bool,
    /// Off-payroll status.
    pub ir35: Option<Ir35>,
    /// Classification.
    pub classification: Option<Classification>,
}

/// How bids are scored, besides the criteria themselves.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = requests)]
pub struct Scoring {
    /// How prices earn marks.
    pub price_method: PriceMethod,
    /// The highest score: 4 or 5.
    pub scale_max: i16,
    /// That somebody chose both.
    pub scoring_chosen: bool,
}

/// Conflicts of interest and standstill.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = requests)]
pub struct Safeguards {
    /// The force's assessment of its own conflicts of interest.
    pub conflict_assessment: String,
    /// Working days between award and signing; nought for none.
    pub standstill_days: i32,
}

/// A role to write down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRole {
    /// What the person does.
    pub title: String,
    /// SFIA 1 to 7.
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

impl NewRole {
    /// As a role of a request.
    pub fn with_id(self, id: RoleId) -> TeamRole {
        let Self { title, sfia_level, people, days, nppv, nsv, needed_by } = self;
        TeamRole { id, title, sfia_level, people, days, nppv, nsv, needed_by }
    }
}

/// An outcome to write down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutcome {
    /// What is delivered.
    pub title: String,
    /// How the force judges whether it accepts it.
    pub acceptance: String,
    /// The last day to deliver it.
    pub due_on: Option<NaiveDate>,
}

impl NewOutcome {
    /// As an outcome of a request.
    pub fn with_id(self, id: OutcomeId) -> WantedOutcome {
        let Self { title, acceptance, due_on } = self;
        WantedOutcome { id, title, acceptance, due_on }
    }
}

/// A requirement to write down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequirement {
    /// Essential or nice to have.
    pub kind: RequirementKind,
    /// In at most 30 words.
    pub text: String,
}

/// A criterion to write down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCriterion {
    /// The framework's criterion it is drawn from.
    pub criterion: String,
    /// Its share of 100.
    pub weight: i32,
    /// What bidders answer.
    pub question: String,
    /// What a good answer covers.
    pub guidance: String,
    /// The longest answer, in words.
    pub word_limit: i32,
    /// A score below this disqualifies.
    pub minimum: i16,
}

impl From<&Criterion> for NewCriterion {
    fn from(it: &Criterion) -> Self {
        Self {
            criterion: it.criterion.clone(),
            weight: it.weight,
            question: it.question.clone(),
            guidance: it.guidance.clone(),
            word_limit: it.word_limit,
            minimum: it.minimum,
        }
    }
}

/// One page of a draft, understood and ready to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Title, lot and summary, with the specialisms.
    Basics(Basics, Vec<String>),
    /// Why the work is needed.
    Need(Need),
    /// What a bid puts a price on.
    Pricing(Pricing),
    /// What is delivered at a fixed price.
    Outcomes(Vec<NewOutcome>),
    /// The people wanted.
    Roles(Vec<NewRole>),
    /// Where the work is done.
    Place(Place),
    /// Who may bid.
    Route(WhoMayBid),
    /// The deadlines.
    Dates(Dates),
    /// When the work is done.
    Term(Term),
    /// Budget, off-payroll status, classification.
    Money(Terms),
    /// What a provider must and may meet, and certifications.
    Requirements(Vec<NewRequirement>, String),
    /// How bids are scored.
    Scoring(Scoring),
    /// What they are scored on, and why social value weighs less than 10 if
    /// it does.
    Criteria(String, Vec<NewCriterion>),
    /// Conflicts, standstill, who scores, and who of them chairs the panel.
    Panel(Safeguards, Vec<UserId>, Option<UserId>),
}

impl Edit {
    /// The page it belongs to.
    pub fn section(&self) -> Section {
        match self {
            Self::Basics(..) => Section::Basics,
            Self::Need(_) => Section::Need,
            Self::Pricing(_) => Section::Pricing,
            Self::Outcomes(_) => Section::Outcomes,
            Self::Roles(_) => Section::Roles,
            Self::Place(_) => Section::Place,
            Self::Route(_) => Section::Route,
            Self::Dates(_) => Section::Dates,
            Self::Term(_) => Section::Term,
            Self::Money(_) => Section::Money,
            Self::Requirements(..) => Section::Requirements,
            Self::Scoring(_) => Section::Scoring,
            Self::Criteria(..) => Section::Criteria,
            Self::Panel(..) => Section::Panel,
        }
    }
}

/// What there is to choose from, the calendar, and the force.
#[derive(Debug, Clone)]
pub struct Lists {
    /// Why the force makes no new requests, if it has ended.
    pub ended: Option<String>,
    /// The framework's lots.
    pub lots: Vec<Choice>,
    /// Specialisms.
    pub specialisms: Vec<Choice>,
    /// Regions.
    pub regions: Vec<Choice>,
    /// SFIA levels.
    pub levels: Vec<Choice>,
    /// Levels of police vetting.
    pub nppv: Vec<Choice>,
    /// Levels of national security vetting.
    pub nsv: Vec<Choice>,
    /// The framework's criteria.
    pub criteria: Vec<FrameworkCriterion>,
    /// Providers admitted to the request's lot.
    pub providers: Vec<Choice>,
    /// The force's evaluators.
    pub evaluators: Vec<Choice>,
    /// Working days.
    pub working: WorkingDays,
}

impl Lists {
    /// The names that go with people's ids, for pages.
    pub fn evaluator_names(&self) -> BTreeMap<&str, &str> {
        self.evaluators.iter().map(|it| (it.value.as_str(), it.label.as_str())).collect()
    }
}

/// Whether a choice is in a list.
pub fn is_listed(list: &[Choice], value: &str) -> bool {
    list.iter().any(|it| it.value == value)
}
