//! A request in words, ready to be read: the public page, the preview, the
//! answers to check and the approver's page all show the same.

use super::model::{
    CancelReason, Criterion, Estimate, FullRequest, Phase, Request, RequirementKind, Route,
    TeamRole, WantedOutcome,
};
use crate::forces::model::Force;
use crate::framework::model::{ClearanceLevel, Lot, SfiaLevel, Threshold, Word, name_of};
use crate::framework::reference::model::threshold_label;
use crate::types::money::Money;
use crate::types::time::Moment;
use crate::types::uk_time;

/// The words that go with a request's codes.
#[derive(Debug, Clone)]
pub struct Words {
    /// Its force.
    pub force: Force,
    /// The framework's lots.
    pub lots: Vec<Lot>,
    /// Specialisms.
    pub specialisms: Vec<Word>,
    /// Regions.
    pub regions: Vec<Word>,
    /// SFIA levels.
    pub levels: Vec<SfiaLevel>,
    /// Levels of national security vetting.
    pub nsv: Vec<ClearanceLevel>,
}

/// A moment to be ready for, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct When {
    /// In full.
    pub words: String,
    /// For machines.
    pub iso: String,
    /// How far off, such as `closes in 3 days`.
    pub left: String,
}

impl When {
    fn closing(at: Moment, now: Moment) -> Self {
        Self { words: uk_time::full(at), iso: uk_time::iso(at), left: uk_time::closing(now, at) }
    }
}

/// A role, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleLine {
    /// What the person does.
    pub title: String,
    /// `5 Ensure, advise`.
    pub level: String,
    /// How many people.
    pub people: String,
    /// Days for each of them.
    pub days: String,
    /// Clearances, and by when.
    pub clearances: String,
}

/// What is delivered at a fixed price, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeLine {
    /// What is delivered.
    pub title: String,
    /// How it is accepted.
    pub acceptance: String,
    /// The last day to deliver it; empty for any day of the work.
    pub due: String,
}

/// A scored question or the price, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionLine {
    /// Its name.
    pub name: String,
    /// What stands over the first of several questions on one criterion: its
    /// name, and what they weigh together. Empty elsewhere.
    pub over: String,
    /// `30%`.
    pub weight: String,
    /// What bidders answer.
    pub question: String,
    /// What a good answer covers.
    pub guidance: String,
    /// `Up to 500 words`, with the minimum if there is one.
    pub limits: String,
}

/// A request in words.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its number.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Its version, when it has been amended.
    pub version: i32,
    /// Where it stands.
    pub phase: Phase,
    /// Why it was cancelled or ended.
    pub end_reason: String,
    /// Where a demonstration scenario comes from.
    pub source: String,
    /// Its force.
    pub force: String,
    /// Who signs for it in law.
    pub authority: String,
    /// Its lot.
    pub lot: String,
    /// Its specialisms.
    pub specialisms: String,
    /// Paragraphs.
    pub summary: String,
    /// Why the work is needed.
    pub why: String,
    /// The problem to solve.
    pub problem: String,
    /// What should be there at the end.
    pub outcomes: String,
    /// The team the provider will join.
    pub team: String,
    /// Its region.
    pub region: String,
    /// On site, remote or both.
    pub remote: String,
    /// The site.
    pub site: String,
    /// Working arrangements.
    pub working: String,
    /// Who may bid.
    pub route: String,
    /// Why, on a route that asks for a reason.
    pub route_reason: String,
    /// The first day of work.
    pub starts: String,
    /// Its length, with the extension.
    pub length: String,
    /// When questions end.
    pub questions: Option<When>,
    /// When bids close.
    pub closes: Option<When>,
    /// When it was published.
    pub published: String,
    /// The budget, for those who may see it.
    pub budget: String,
    /// Off-payroll status.
    pub ir35: String,
    /// Classification.
    pub classification: String,
    /// Certifications, or equivalent.
    pub certifications: String,
    /// What a bid puts a price on.
    pub pricing: String,
    /// Whether that is what is delivered.
    pub fixed_price: bool,
    /// What is delivered at a fixed price.
    pub wanted: Vec<OutcomeLine>,
    /// Roles.
    pub roles: Vec<RoleLine>,
    /// Essential requirements.
    pub essential: Vec<String>,
    /// Nice-to-have requirements.
    pub nice: Vec<String>,
    /// Criteria.
    pub criteria: Vec<CriterionLine>,
    /// The scale of scores.
    pub scale: String,
    /// How prices earn marks.
    pub price_method: String,
    /// Standstill.
    pub standstill: String,
    /// Why social value weighs less, if it does.
    pub social_value_reason: String,
}

impl Shown {
    /// Puts a request into words. Its budget is in them if the force shows it.
    pub fn new(full: &FullRequest, words: &Words, now: Moment) -> Self {
        let it = &full.request;
        let code = |code: &Option<String>| code.clone().unwrap_or_default();
        let names: Vec<&str> =
            full.specialisms.iter().map(|code| name_of(&words.specialisms, code)).collect();
        let texts = |kind| {
            let all = full.requirements_of(kind);
            all.into_iter().map(|it| it.text.clone()).collect::<Vec<_>>()
        };
        Self {
            reference: it.reference.clone(),
            title: it.title.clone(),
            version: it.version,
            phase: it.phase(now),
            end_reason: ending(it),
            source: it.source.clone(),
            force: words.force.name.clone(),
            authority: words.force.contracting_authority.clone(),
            lot: lot_name(words, it),
            specialisms: names.join("; "),
            summary: it.summary.clone(),
            why: it.why.clone(),
            problem: it.problem.clone(),
            outcomes: it.outcomes.clone(),
            team: it.team.clone(),
            region: name_of(&words.regions, &code(&it.region_code)).to_owned(),
            remote: it.remote.label().to_owned(),
            site: it.site.clone(),
            working: it.working.clone(),
            route: it.route.map(route_words).unwrap_or_default().to_owned(),
            route_reason: it.route_reason.clone(),
            starts: it.starts_on.map(uk_time::day).unwrap_or_default(),
            length: length(it),
            questions: it.questions_close_at.map(|at| When::closing(at, now)),
            closes: it.closes_at.map(|at| match it.phase(now) {
                // Nobody counts down to a deadline that was called off.
                Phase::Cancelled => When { left: String::new(), ..When::closing(at, now) },
                _ => When::closing(at, now),
            }),
            published: it.published_at.map(uk_time::date).unwrap_or_default(),
            budget: budget(it),
            ir35: it.ir35.map(|it| it.label()).unwrap_or_default().to_owned(),
            classification: it.classification.map(|it| it.label()).unwrap_or_default().to_owned(),
            certifications: it.certifications.clone(),
            pricing: it.pricing.map(|it| it.label()).unwrap_or_default().to_owned(),
            fixed_price: it.is_fixed_price(),
            wanted: full.outcomes.iter().map(outcome_line).collect(),
            roles: full.roles.iter().map(|role| role_line(role, words)).collect(),
            essential: texts(RequirementKind::Essential),
            nice: texts(RequirementKind::NiceToHave),
            criteria: criterion_lines(&full.criteria),
            scale: format!("Each answer is scored from 0 to {}.", it.scale_max),
            price_method: it.price_method.label().to_owned(),
            standstill: standstill(it),
            social_value_reason: it.social_value_reason.clone(),
        }
    }
}

impl Shown {
    /// What comes before its deadline.
    pub fn closing_verb(&self) -> &'static str {
        match self.phase {
            Phase::Draft | Phase::AwaitingApproval if self.is_past() => self.closed_verb(),
            Phase::Draft | Phase::AwaitingApproval | Phase::Open => "Bids close at",
            _ => self.closed_verb(),
        }
    }

    /// What comes before it once it has passed.
    pub fn closed_verb(&self) -> &'static str {
        match self.phase {
            Phase::Draft | Phase::AwaitingApproval | Phase::Cancelled => "Bids were to close at",
            _ => "Bids closed at",
        }
    }

    /// Whether questions about it may still be answered.
    pub fn takes_answers(&self) -> bool {
        matches!(self.phase, Phase::Draft | Phase::AwaitingApproval | Phase::Open)
    }

    fn is_past(&self) -> bool {
        self.closes.as_ref().is_some_and(|it| it.left.starts_with("closed"))
    }
}

fn lot_name(words: &Words, it: &Request) -> String {
    let code = it.lot_code.as_deref().unwrap_or_default();
    words.lots.iter().find(|lot| lot.code == code).map(|lot| lot.name.clone()).unwrap_or_default()
}

/// Who may bid on a route.
pub fn route_words(route: Route) -> &'static str {
    match route {
        Route::MiniCompetition => "Mini-competition: every provider admitted to the lot may bid",
        Route::Urgent => "Urgent, for a live incident: every provider admitted to the lot may bid",
        Route::Direct => "Direct: one named provider is asked to bid",
    }
}

fn months(count: i32) -> String {
    if count == 1 { "1 month".to_owned() } else { format!("{count} months") }
}

fn length(it: &Request) -> String {
    match (it.length_months, it.extension_months) {
        (None, _) => String::new(),
        (Some(length), 0) => format!("{}, with no extension", months(length)),
        (Some(length), more) => {
            format!("{}, with the option of {} more", months(length), months(more))
        }
    }
}

fn budget(it: &Request) -> String {
    match it.budget {
        Some(budget) if it.budget_shown && it.options > Money::ZERO => {
            format!("Up to {budget:#}, with options of up to {:#} more, excluding VAT", it.options)
        }
        Some(budget) if it.budget_shown => format!("Up to {budget:#}, excluding VAT"),
        Some(_) => "Not shown to bidders".to_owned(),
        None => String::new(),
    }
}

/// Why it ended: the coded reason, then the force's own words.
fn ending(it: &Request) -> String {
    match it.end_code {
        Some(CancelReason::Other) | None => it.end_reason.clone(),
        Some(code) => format!("{}. {}", code.label(), it.end_reason),
    }
}

fn standstill(it: &Request) -> String {
    match it.standstill_days {
        0 => "None: the contract may be signed once the award is approved".to_owned(),
        days => format!("{days} working days between the award and the contract"),
    }
}

fn role_line(role: &TeamRole, words: &Words) -> RoleLine {
    let level = words.levels.iter().find(|it| it.level == role.sfia_level);
    let named = words.nsv.iter().find(|it| it.code == role.nsv && it.code != "none");
    let needed: Vec<&str> =
        role.nppv.as_deref().into_iter().chain(named.map(|it| it.code.as_str())).collect();
    let clearances = if needed.is_empty() {
        "None".to_owned()
    } else {
        format!("{}, {}", needed.join(" and "), role.needed_by.label().to_lowercase())
    };
    RoleLine {
        title: role.title.clone(),
        level: level.map_or(role.sfia_level.to_string(), |it| format!("{} {}", it.level, it.name)),
        people: role.people.to_string(),
        days: role.days.to_string(),
        clearances,
    }
}

fn outcome_line(it: &WantedOutcome) -> OutcomeLine {
    OutcomeLine {
        title: it.title.clone(),
        acceptance: it.acceptance.clone(),
        due: it.due_on.map(uk_time::day).unwrap_or_default(),
    }
}

/// Question by question; those on one criterion stand together under it.
fn criterion_lines(all: &[Criterion]) -> Vec<CriterionLine> {
    let line = |part: &[Criterion]| -> Vec<CriterionLine> {
        let mut lines: Vec<_> = part.iter().map(criterion_line).collect();
        let weight: i32 = part.iter().map(|it| it.weight).sum();
        if let ([first, _, ..], Some(line)) = (part, lines.first_mut()) {
            let count = part.len();
            line.over = format!("{}: {count} questions, {weight}% together", first.drawn_from);
        }
        lines
    };
    all.chunk_by(|one, next| one.criterion == next.criterion).flat_map(line).collect()
}

fn criterion_line(it: &Criterion) -> CriterionLine {
    let limits = match (it.is_price, it.minimum) {
        (true, _) => String::new(),
        (false, 0) => format!("Up to {} words", it.word_limit),
        (false, minimum) => {
            format!("Up to {} words. A score below {minimum} disqualifies the bid", it.word_limit)
        }
    };
    CriterionLine {
        name: it.name.clone(),
        over: String::new(),
        weight: format!("{}%", it.weight),
        question: it.question.clone(),
        guidance: it.guidance.clone(),
        limits,
    }
}

/// What a request may come to, part by part, for the force itself.
#[derive(Debug, Clone, Default)]
pub struct Value {
    /// The budget, excluding VAT.
    pub budget: String,
    /// Optional extra work, excluding VAT.
    pub options: String,
    /// What extensions may add, excluding VAT.
    pub extensions: String,
    /// VAT on all of it.
    pub vat: String,
    /// All of it; empty until the budget and the length are known.
    pub estimated: String,
    /// How that stands to the threshold of procurement law.
    pub threshold: String,
    /// Which threshold that is, and since when it holds.
    pub law: String,
}

impl Value {
    /// Compares the estimated value with the threshold in force.
    pub fn new(request: &Request, threshold: Option<&Threshold>) -> Self {
        let estimate = request.estimate();
        let part = |of: fn(&Estimate) -> Money| {
            estimate.as_ref().map(|it| format!("{:#}", of(it))).unwrap_or_default()
        };
        let stands = match (estimate, threshold) {
            (Some(it), Some(line)) => {
                let side = if it.total >= line.amount { "At or above" } else { "Below" };
                format!("{side} the threshold of {:#}, VAT included", line.amount)
            }
            _ => String::new(),
        };
        let law = threshold
            .map(|it| format!("{}, from {}", threshold_label(&it.name), uk_time::day(it.from)));
        Self {
            budget: request.budget.map(|it| format!("{it:#}")).unwrap_or_default(),
            options: part(|it| it.options),
            extensions: part(|it| it.extensions),
            vat: part(|it| it.vat),
            estimated: part(|it| it.total),
            threshold: stands,
            law: law.unwrap_or_default(),
        }
    }
}
