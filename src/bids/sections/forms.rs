//! What people type into the sections of a bid. A section may be saved in
//! part: what is missing is asked for before the bid is submitted, but what
//! is there must be right.

use super::model::{Change, Declarations};
use super::policy::{EVIDENCE_WORDS, TEAM_WORDS, word_limit};
use crate::bids::clearance;
use crate::bids::model::{BidInFull, Evidence, Nomination, OutcomePrice, Rate};
use crate::bids::price;
use crate::requests::model::{Criterion, Requirement, RequirementKind, TeamRole, WantedOutcome};
use crate::types::ids::SpecialistId;
use crate::types::money::Money;
use crate::types::text;
use crate::types::time::Moment;
use crate::web::form::{Mistakes, Posted};

/// Requirements and evidence, as typed.
#[derive(Debug, Clone, Default)]
pub struct EvidenceForm {
    /// Requirement by requirement.
    pub lines: Vec<EvidenceLine>,
}

/// One requirement and what was typed for it.
#[derive(Debug, Clone)]
pub struct EvidenceLine {
    /// The requirement.
    pub requirement: Requirement,
    /// The name of the field for yes or no.
    pub met_field: String,
    /// Yes, no or nothing.
    pub met: String,
    /// The name of the field for the evidence.
    pub evidence_field: String,
    /// The evidence.
    pub evidence: String,
}

impl EvidenceLine {
    fn new(requirement: &Requirement, met: String, evidence: String) -> Self {
        Self {
            met_field: format!("met_{}", requirement.id),
            evidence_field: format!("evidence_{}", requirement.id),
            requirement: requirement.clone(),
            met,
            evidence,
        }
    }

    /// Whether the bid fails without it.
    pub fn essential(&self) -> bool {
        self.requirement.kind == RequirementKind::Essential
    }

    fn parse(&self, mistakes: &mut Mistakes) -> Option<Evidence> {
        let words = text::words(&self.evidence, "your evidence", EVIDENCE_WORDS);
        let evidence = match self.evidence.trim() {
            "" => Some(String::new()),
            _ => mistakes.keep(&self.evidence_field, words),
        };
        let met = match self.met.as_str() {
            "yes" => true,
            "no" => false,
            _ => {
                if evidence.as_deref().is_some_and(|it| !it.is_empty()) {
                    mistakes.add(&self.met_field, "Choose yes if you meet this requirement");
                }
                return None;
            }
        };
        Some(Evidence { requirement_id: self.requirement.id, met, evidence: evidence? })
    }
}

impl EvidenceForm {
    /// As it was sent.
    pub fn typed(posted: &Posted, it: &BidInFull) -> Self {
        let lines = it.requirements.iter().map(|one| {
            let sent = |kind: &str| posted.text(&format!("{kind}_{}", one.id));
            EvidenceLine::new(one, sent("met"), sent("evidence"))
        });
        Self { lines: lines.collect() }
    }

    /// As it is saved.
    pub fn saved(it: &BidInFull) -> Self {
        let lines = it.requirements.iter().map(|one| match it.content.evidence_for(one.id) {
            Some(given) => {
                let met = if given.met { "yes" } else { "no" };
                EvidenceLine::new(one, met.to_owned(), given.evidence.clone())
            }
            None => EvidenceLine::new(one, String::new(), String::new()),
        });
        Self { lines: lines.collect() }
    }

    /// The requirements without which the bid fails.
    pub fn essential(&self) -> Vec<&EvidenceLine> {
        self.lines.iter().filter(|line| line.essential()).collect()
    }

    /// The other requirements.
    pub fn nice_to_have(&self) -> Vec<&EvidenceLine> {
        self.lines.iter().filter(|line| !line.essential()).collect()
    }

    /// Reads every line before complaining about any.
    pub fn parse(&self) -> Result<Change, Mistakes> {
        let mut mistakes = Mistakes::default();
        let lines: Vec<Evidence> =
            self.lines.iter().filter_map(|line| line.parse(&mut mistakes)).collect();
        if mistakes.is_empty() { Ok(Change::Evidence(lines)) } else { Err(mistakes) }
    }
}

/// The answer to one question, as typed.
#[derive(Debug, Clone, Default)]
pub struct AnswerForm {
    /// The answer.
    pub answer: String,
}

impl AnswerForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { answer: posted.text("answer") }
    }

    /// As it is saved.
    pub fn saved(it: &BidInFull, criterion: &Criterion) -> Self {
        Self { answer: it.content.answer_to(criterion.id).to_owned() }
    }

    /// Reads it.
    pub fn parse(&self, criterion: &Criterion) -> Result<Change, Mistakes> {
        let mut mistakes = Mistakes::default();
        let answer = match self.answer.trim() {
            "" => Some(String::new()),
            typed => {
                mistakes.keep("answer", text::words(typed, "your answer", word_limit(criterion)))
            }
        };
        answer.map(|answer| Change::Answer(criterion.id, answer)).ok_or(mistakes)
    }
}

/// The team, as ticked.
#[derive(Debug, Clone, Default)]
pub struct TeamForm {
    /// Role by role.
    pub lines: Vec<TeamLine>,
    /// Who would do the work, in words, where no role is asked for.
    pub words: String,
}

/// One role and who was ticked for it.
#[derive(Debug, Clone)]
pub struct TeamLine {
    /// The role.
    pub role: TeamRole,
    /// The name of its field.
    pub field: String,
    /// The ids of the specialists ticked.
    pub picked: Vec<String>,
}

impl TeamForm {
    /// As it was sent.
    pub fn typed(posted: &Posted, it: &BidInFull) -> Self {
        Self::of(it, |role| posted.all(&format!("role_{}", role.id)), posted.text("team_words"))
    }

    /// As it is saved.
    pub fn saved(it: &BidInFull) -> Self {
        let picked = |role: &TeamRole| {
            it.content.nominated(role.id).iter().map(ToString::to_string).collect()
        };
        Self::of(it, picked, it.bid.team_words.clone())
    }

    fn of(it: &BidInFull, picked: impl Fn(&TeamRole) -> Vec<String>, words: String) -> Self {
        let line = |role: &TeamRole| TeamLine {
            field: format!("role_{}", role.id),
            picked: picked(role),
            role: role.clone(),
        };
        Self { lines: it.roles.iter().map(line).collect(), words }
    }

    /// Reads every role before complaining about any.
    pub fn parse(&self, it: &BidInFull, now: Moment) -> Result<Change, Mistakes> {
        let mut mistakes = Mistakes::default();
        let mut people = Vec::new();
        for line in &self.lines {
            people.extend(line.parse(it, now, &mut mistakes));
        }
        let words = match self.words.trim() {
            "" => Some(String::new()),
            _ if !it.describes_team() => Some(String::new()),
            typed => {
                mistakes.keep("team_words", text::words(typed, "your description", TEAM_WORDS))
            }
        };
        match words {
            Some(words) if mistakes.is_empty() => Ok(Change::Team(people, words)),
            _ => Err(mistakes),
        }
    }
}

impl TeamLine {
    fn parse(&self, it: &BidInFull, now: Moment, mistakes: &mut Mistakes) -> Vec<Nomination> {
        let places = usize::try_from(self.role.people).unwrap_or(0);
        if self.picked.len() > places {
            let title = &self.role.title;
            mistakes.add(&self.field, format!("Choose no more than {places} for the role {title}"));
        }
        let on = clearance::needed_on(&self.role, &it.request, now);
        let mut chosen: Vec<SpecialistId> = Vec::new();
        for typed in &self.picked {
            let found = SpecialistId::parse(typed).and_then(|id| it.specialist(id));
            let Some(person) = found else {
                mistakes.add(&self.field, "Choose people from your company’s list of specialists");
                continue;
            };
            let gaps = clearance::gaps(&self.role, person, &it.ladders, on);
            for gap in gaps.into_iter().filter(|gap| gap.bars) {
                mistakes.add(&self.field, gap.said);
            }
            if !chosen.contains(&person.id) {
                chosen.push(person.id);
            }
        }
        let role_id = self.role.id;
        chosen.into_iter().map(|specialist_id| Nomination { role_id, specialist_id }).collect()
    }
}

/// The price, as typed.
#[derive(Debug, Clone, Default)]
pub struct PriceForm {
    /// Outcome by outcome, where they are what is priced.
    pub outcomes: Vec<OutcomeLine>,
    /// Role by role.
    pub lines: Vec<PriceLine>,
    /// The cap on expenses.
    pub expenses_cap: String,
}

/// One outcome and the price typed for it.
#[derive(Debug, Clone)]
pub struct OutcomeLine {
    /// The outcome.
    pub outcome: WantedOutcome,
    /// The name of its field.
    pub field: String,
    /// The price.
    pub price: String,
}

/// One role and the day rate typed for it.
#[derive(Debug, Clone)]
pub struct PriceLine {
    /// The role.
    pub role: TeamRole,
    /// The name of its field.
    pub field: String,
    /// The day rate.
    pub rate: String,
}

impl PriceForm {
    /// As it was sent.
    pub fn typed(posted: &Posted, it: &BidInFull) -> Self {
        let rate = |role: &TeamRole| posted.text(&format!("rate_{}", role.id));
        let price = |one: &WantedOutcome| posted.text(&format!("price_{}", one.id));
        Self {
            outcomes: Self::outcomes(it, price),
            lines: Self::lines(it, rate),
            expenses_cap: posted.text("expenses_cap"),
        }
    }

    /// As it is saved.
    pub fn saved(it: &BidInFull) -> Self {
        let rate =
            |role: &TeamRole| it.content.rate_of(role.id).map(Money::typed).unwrap_or_default();
        let price =
            |one: &WantedOutcome| it.content.price_of(one.id).map(Money::typed).unwrap_or_default();
        let untouched = !it.content.is_priced() && it.bid.expenses_cap == Money::ZERO;
        let expenses_cap = if untouched { String::new() } else { it.bid.expenses_cap.typed() };
        Self { outcomes: Self::outcomes(it, price), lines: Self::lines(it, rate), expenses_cap }
    }

    fn outcomes(it: &BidInFull, price: impl Fn(&WantedOutcome) -> String) -> Vec<OutcomeLine> {
        let line = |one: &WantedOutcome| OutcomeLine {
            field: format!("price_{}", one.id),
            price: price(one),
            outcome: one.clone(),
        };
        it.outcomes.iter().map(line).collect()
    }

    fn lines(it: &BidInFull, rate: impl Fn(&TeamRole) -> String) -> Vec<PriceLine> {
        let line = |role: &TeamRole| PriceLine {
            field: format!("rate_{}", role.id),
            rate: rate(role),
            role: role.clone(),
        };
        it.roles.iter().map(line).collect()
    }

    /// Reads every price and rate before complaining about any. A rate above
    /// the ceiling is a mistake, not a refusal.
    pub fn parse(&self, it: &BidInFull) -> Result<Change, Mistakes> {
        let mut mistakes = Mistakes::default();
        let mut prices = Vec::new();
        for line in self.outcomes.iter().filter(|line| !line.price.trim().is_empty()) {
            let price = mistakes.keep(&line.field, Money::parse(&line.price));
            let outcome_id = line.outcome.id;
            prices.extend(price.map(|price| OutcomePrice { outcome_id, price }));
        }
        let mut rates = Vec::new();
        for line in self.lines.iter().filter(|line| !line.rate.trim().is_empty()) {
            let Some(day_rate) = mistakes.keep(&line.field, Money::parse(&line.rate)) else {
                continue;
            };
            if let Some(said) = price::over_ceiling(&line.role, day_rate, &it.ceilings) {
                mistakes.add(&line.field, said);
            }
            rates.push(Rate { role_id: line.role.id, day_rate });
        }
        let cap = match self.expenses_cap.trim() {
            "" => Some(Money::ZERO),
            typed => mistakes.keep("expenses_cap", Money::parse_or_zero(typed)),
        };
        match cap {
            Some(cap) if mistakes.is_empty() => Ok(Change::Price(rates, prices, cap)),
            _ => Err(mistakes),
        }
    }
}

/// The declarations, as ticked.
#[derive(Debug, Clone, Copy, Default)]
pub struct DeclarationsForm {
    /// What is ticked.
    pub ticked: Declarations,
}

impl DeclarationsForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        let ticked = |field: &str| posted.first(field).is_some_and(|it| it == "yes");
        let (no_conflict, prices_held) = (ticked("no_conflict"), ticked("prices_held"));
        Self { ticked: Declarations { no_conflict, prices_held } }
    }

    /// As it is saved.
    pub fn saved(it: &BidInFull) -> Self {
        let (no_conflict, prices_held) = (it.bid.no_conflict, it.bid.prices_held);
        Self { ticked: Declarations { no_conflict, prices_held } }
    }

    /// What to save.
    pub fn change(self) -> Change {
        Change::Declarations(self.ticked)
    }
}

#[cfg(test)]
mod tests {
    use super::{AnswerForm, EvidenceForm, PriceForm, TeamForm};
    use crate::bids::model::BidInFull;
    use crate::bids::sections::model::Change;
    use crate::bids::{samples, sections::policy::faults};
    use crate::types::money::Money;
    use crate::web::form::Posted;

    fn posted(pairs: &[(String, &str)]) -> Posted {
        Posted::of(pairs.iter().map(|(name, value)| (name.clone(), (*value).to_owned())))
    }

    #[test]
    fn evidence_is_at_most_a_hundred_words_and_needs_a_yes_or_a_no() {
        let it = samples::in_full();
        let id = it.requirements[0].id;
        let words = |count: usize| "word ".repeat(count);
        for (met, evidence, field) in [
            ("yes", words(100), None),
            ("", String::new(), None),
            ("yes", String::new(), None),
            ("yes", words(101), Some(format!("evidence_{id}"))),
            ("", words(3), Some(format!("met_{id}"))),
        ] {
            let sent = posted(&[(format!("met_{id}"), met), (format!("evidence_{id}"), &evidence)]);
            let parsed = EvidenceForm::typed(&sent, &it).parse();
            match field {
                None => assert!(parsed.is_ok(), "{met} {evidence}"),
                Some(field) => assert!(parsed.unwrap_err().on(&field).is_some(), "{field}"),
            }
        }
    }

    #[test]
    fn an_answer_over_its_limit_is_refused_and_an_empty_one_is_saved() {
        let it = samples::in_full();
        let criterion = it.questions().next().unwrap();
        let form = AnswerForm { answer: "word ".repeat(51) };
        let said = form.parse(criterion).unwrap_err();
        assert_eq!(said.on("answer"), Some("Your answer must be 50 words or fewer; this is 51"));
        let empty = AnswerForm::default().parse(criterion).unwrap();
        assert_eq!(empty, Change::Answer(criterion.id, String::new()));
    }

    #[test]
    fn a_day_rate_above_the_ceiling_is_a_mistake_beside_its_field() {
        let it = samples::in_full();
        let field = format!("rate_{}", it.roles[0].id);
        let parse =
            |rate: &str| PriceForm::typed(&posted(&[(field.clone(), rate)]), &it).parse(&it);
        assert!(parse("900.01").unwrap_err().on(&field).unwrap().contains("£900 or less"));
        assert!(parse("12.5").unwrap_err().on(&field).is_some());
        let Ok(Change::Price(rates, _, cap)) = parse("900") else { panic!("900 was refused") };
        assert_eq!((rates.len(), cap), (1, Money::ZERO));
    }

    #[test]
    fn a_team_is_drawn_from_ones_own_cleared_people_and_no_larger_than_the_role() {
        let it = samples::in_full();
        let field = format!("role_{}", it.roles[0].id);
        let id = |at: usize| it.specialists[at].id.to_string();
        let parse = |picked: &[String]| {
            let pairs: Vec<_> = picked.iter().map(|id| (field.clone(), id.as_str())).collect();
            TeamForm::typed(&posted(&pairs), &it).parse(&it, samples::noon())
        };
        assert!(matches!(parse(&[id(0)]), Ok(Change::Team(people, _)) if people.len() == 1));
        let uncleared = parse(&[id(1)]).unwrap_err();
        assert!(uncleared.on(&field).unwrap().contains("does not hold NPPV3"));
        let stranger = parse(&[samples::bid(crate::bids::state::BidState::Draft).id.to_string()]);
        assert!(stranger.unwrap_err().on(&field).unwrap().contains("your company’s list"));
        assert!(parse(&[id(0), id(1)]).unwrap_err().on(&field).unwrap().contains("no more than 1"));
    }

    #[test]
    fn at_a_fixed_price_outcomes_are_priced_and_a_day_rate_is_an_offer_beside_them() {
        let mut it = samples::fixed();
        assert_eq!(faults(&it, samples::noon()), []);
        let field = format!("price_{}", it.outcomes[0].id);
        let parse = |it: &BidInFull, pairs: &[(String, &str)]| {
            PriceForm::typed(&posted(pairs), it).parse(it)
        };
        let Ok(Change::Price(rates, prices, _)) = parse(&it, &[(field.clone(), "£12,000.01")])
        else {
            panic!("it was refused")
        };
        assert_eq!((rates.len(), prices[0].price), (0, Money::parse("12000.01").unwrap()));
        for wrong in ["0", "-1", "1.234", "lots"] {
            let mistakes = parse(&it, &[(field.clone(), wrong)]).unwrap_err();
            assert!(mistakes.on(&field).is_some(), "{wrong}");
        }
        // A role with its level's ceiling of £900, which may be left without a rate.
        it.roles = samples::in_full().roles;
        let rate = format!("rate_{}", it.roles[0].id);
        let both = |rate_typed| [(field.clone(), "12000"), (rate.clone(), rate_typed)];
        assert!(parse(&it, &both("")).is_ok());
        assert!(parse(&it, &both("900")).is_ok());
        let mistakes = parse(&it, &both("900.01")).unwrap_err();
        assert!(mistakes.on(&rate).unwrap().contains("£900 or less"));
        it.content.prices.clear();
        let said: Vec<_> = faults(&it, samples::noon()).into_iter().map(|it| it.said).collect();
        assert!(said.contains(&"Enter a price for “A report”".to_owned()), "{said:?}");
        assert!(!said.iter().any(|it| it.contains("Enter a day rate")), "{said:?}");
    }

    #[test]
    fn a_team_is_described_only_where_no_role_is_asked_for() {
        let typed = |it: &BidInFull, words: &str| {
            let sent = posted(&[("team_words".to_owned(), words)]);
            TeamForm::typed(&sent, it).parse(it, samples::noon())
        };
        let (fixed, by_days) = (samples::fixed(), samples::in_full());
        let said = |words: &str| Change::Team(Vec::new(), words.to_owned());
        assert_eq!(typed(&fixed, " Two analysts. "), Ok(said("Two analysts.")));
        assert_eq!(typed(&fixed, ""), Ok(said("")));
        assert_eq!(typed(&by_days, "Two analysts."), Ok(said("")));
        let long = typed(&fixed, &"word ".repeat(201)).unwrap_err();
        assert!(long.on("team_words").is_some());
    }

    #[test]
    fn a_whole_bid_has_no_faults_and_an_empty_one_names_every_section() {
        let whole = samples::in_full();
        assert_eq!(faults(&whole, samples::noon()), []);
        let mut empty = samples::in_full();
        empty.content = Default::default();
        (empty.bid.no_conflict, empty.bid.prices_held) = (false, false);
        let places: Vec<_> =
            faults(&empty, samples::noon()).into_iter().map(|fault| fault.place).collect();
        let all =
            ["evidence", "answers/technical", "team", "price", "declarations", "declarations"];
        assert_eq!(places, all);
    }
}
