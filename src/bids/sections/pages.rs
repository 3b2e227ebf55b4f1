//! The pages on which the sections of a bid are written.

use askama::Template;

use super::forms::{AnswerForm, DeclarationsForm, EvidenceForm, PriceForm, TeamForm, TeamLine};
use super::policy;
use crate::bids::clearance;
use crate::bids::model::BidInFull;
use crate::bids::pages::{Closing, clearance as held_until};
use crate::bids::price::Totals;
use crate::providers::model::Specialist;
use crate::requests::model::{Criterion, TeamRole, WantedOutcome};
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// What every section's page needs besides its form.
pub struct Sheet<'a> {
    /// The bid and everything it is judged by.
    pub it: &'a BidInFull,
    /// The request's deadline.
    pub closing: Closing,
    /// The mark of what the section says now, or said when it was drawn.
    pub seen: String,
    /// What a colleague saved in the meantime: what it is, and what it says.
    pub theirs: Vec<(String, String)>,
}

/// Requirements and evidence.
#[derive(Template)]
#[template(path = "bids/sections/evidence.html")]
pub struct EvidencePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// What is common to all sections.
    pub sheet: Sheet<'a>,
    /// As typed.
    pub form: &'a EvidenceForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// Yes and no.
    pub choices: Vec<Choice>,
}

/// Yes and no.
pub fn yes_or_no() -> Vec<Choice> {
    vec![Choice::new("yes", "Yes"), Choice::new("no", "No")]
}

/// The answer to one question.
#[derive(Template)]
#[template(path = "bids/sections/answer.html")]
pub struct AnswerPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// What is common to all sections.
    pub sheet: Sheet<'a>,
    /// The question.
    pub criterion: &'a Criterion,
    /// The most words.
    pub limit: u32,
    /// As typed.
    pub form: &'a AnswerForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

impl AnswerPage<'_> {
    fn over(&self) -> String {
        format!("{}: {}% of the score", self.sheet.it.request.title, self.criterion.weight)
    }
}

/// Who would do the work.
#[derive(Template)]
#[template(path = "bids/sections/team.html")]
pub struct TeamPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// What is common to all sections.
    pub sheet: Sheet<'a>,
    /// As ticked.
    pub form: &'a TeamForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// The moment the page is drawn.
    pub now: Moment,
}

impl TeamPage<'_> {
    fn most_words(&self) -> u32 {
        u32::try_from(policy::TEAM_WORDS).unwrap_or(0)
    }

    fn staffing(&self) -> Vec<String> {
        policy::staffing(self.sheet.it)
    }

    fn asked(&self, role: &TeamRole) -> String {
        let people = if role.people == 1 {
            "1 person".to_owned()
        } else {
            format!("Up to {} people", role.people)
        };
        let nsv = Some(role.nsv.as_str()).filter(|code| *code != "none");
        let codes: Vec<&str> = role.nppv.as_deref().into_iter().chain(nsv).collect();
        let clearances = match codes.as_slice() {
            [] => "no clearance".to_owned(),
            codes => format!("{}, {}", codes.join(" and "), role.needed_by.label().to_lowercase()),
        };
        format!("{people}, {} days each, SFIA level {}; {clearances}", role.days, role.sfia_level)
    }

    fn people(&self, line: &TeamLine) -> Vec<Choice> {
        let on = clearance::needed_on(&line.role, &self.sheet.it.request, self.now);
        let choice = |one: &Specialist| {
            let gaps = clearance::gaps(&line.role, one, &self.sheet.it.ladders, on);
            let held = [
                Some(format!("SFIA level {}", one.sfia_level)),
                one.nppv.as_deref().map(|code| held_until(code, one.nppv_expires)),
                (one.nsv != "none").then(|| held_until(&one.nsv, one.nsv_expires)),
            ];
            let mut hint = held.into_iter().flatten().collect::<Vec<_>>().join(", ");
            for gap in gaps {
                let word = if gap.bars { "Cannot be nominated" } else { "Note" };
                hint.push_str(&format!(". {word}: {}", gap.said));
            }
            Choice { value: one.id.to_string(), label: one.name.clone(), hint }
        };
        self.sheet.it.specialists.iter().map(choice).collect()
    }
}

/// What it would cost.
#[derive(Template)]
#[template(path = "bids/sections/price.html")]
pub struct PricePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// What is common to all sections.
    pub sheet: Sheet<'a>,
    /// As typed.
    pub form: &'a PriceForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// What is saved, added up, if anything is.
    pub totals: Option<Totals>,
}

impl PricePage<'_> {
    fn label(&self, role: &TeamRole) -> String {
        format!("Day rate for {}", role.title)
    }

    fn is_fixed_price(&self) -> bool {
        self.sheet.it.request.is_fixed_price()
    }

    fn accepted(&self, outcome: &WantedOutcome) -> String {
        let due = outcome.due_on.map(|day| format!(" Due on {}.", uk_time::day(day)));
        format!("Accepted if: {}{}", outcome.acceptance, due.unwrap_or_default())
    }

    fn asked(&self, role: &TeamRole) -> String {
        let people = if role.people == 1 { "1 person" } else { &format!("{} people", role.people) };
        let ceiling = match self.sheet.it.ceilings.get(&role.sfia_level) {
            Some(ceiling) => format!("The most your company may bid is {ceiling:#} a day"),
            None => "Your company has no rate ceiling for this level".to_owned(),
        };
        format!("{people} for {} days each, SFIA level {}. {ceiling}", role.days, role.sfia_level)
    }
}

/// What the provider promises.
#[derive(Template)]
#[template(path = "bids/sections/declarations.html")]
pub struct DeclarationsPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// What is common to all sections.
    pub sheet: Sheet<'a>,
    /// As ticked.
    pub form: &'a DeclarationsForm,
    /// What is wrong with it: nothing ever is.
    pub mistakes: &'a Mistakes,
}
