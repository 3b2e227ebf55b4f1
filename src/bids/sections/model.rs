//! The sections, and what saving one of them changes.

use serde::Serialize;

use crate::bids::model::{BidInFull, Content, Evidence, Nomination, OutcomePrice, OwnBid, Rate};
use crate::error::Result;
use crate::requests::model::{Requirement, TeamRole, WantedOutcome};
use crate::types::ids::CriterionId;
use crate::types::money::Money;
use crate::web::mark::mark;

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
            Self::Evidence => mark(&content.evidence),
            Self::Answer(id) => mark(&content.answer_to(id)),
            Self::Team => mark(&(&content.team, &bid.team_words)),
            Self::Price => mark(&(&content.rates, &content.prices, bid.expenses_cap)),
            Self::Declarations => mark(&(bid.no_conflict, bid.prices_held)),
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
    /// All nominations, and the team in words where no role is asked for.
    Team(Vec<Nomination>, String),
    /// All rates, all prices of outcomes, and the cap on expenses.
    Price(Vec<Rate>, Vec<OutcomePrice>, Money),
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
            Self::Team(..) => Section::Team,
            Self::Price(..) => Section::Price,
            Self::Declarations(_) => Section::Declarations,
        }
    }

    /// Whether it is what is saved already: then there is nothing to lose by
    /// sending it again.
    pub fn stands_in(&self, bid: &OwnBid, content: &Content) -> bool {
        match self {
            Self::Evidence(it) => same(it, &content.evidence, |one| one.requirement_id),
            Self::Answer(id, said) => content.answer_to(*id) == said,
            Self::Team(it, words) => {
                same(it, &content.team, |one| (one.role_id, one.specialist_id))
                    && *words == bid.team_words
            }
            Self::Price(rates, prices, cap) => {
                same(rates, &content.rates, |one| one.role_id)
                    && same(prices, &content.prices, |one| one.outcome_id)
                    && *cap == bid.expenses_cap
            }
            Self::Declarations(it) => {
                (it.no_conflict, it.prices_held) == (bid.no_conflict, bid.prices_held)
            }
        }
    }
}

/// Whether two lists hold the same, in whatever order.
fn same<T: Clone + PartialEq, K: Ord>(one: &[T], other: &[T], key: impl Fn(&T) -> K) -> bool {
    let sorted = |list: &[T]| {
        let mut list = list.to_vec();
        list.sort_by_key(&key);
        list
    };
    sorted(one) == sorted(other)
}

/// What is saved in a section: what it is, and what it says. A colleague may
/// have saved it while someone else was writing, who then reads both.
pub fn said(it: &BidInFull, section: Section) -> Vec<(String, String)> {
    let lines = match section {
        Section::Evidence => evidence(it),
        Section::Answer(id) => vec![("Answer".to_owned(), it.content.answer_to(id).to_owned())],
        Section::Team => team(it),
        Section::Price => price(it),
        Section::Declarations => vec![
            ("No conflict of interest".to_owned(), ticked(it.bid.no_conflict)),
            ("Prices hold for 90 days".to_owned(), ticked(it.bid.prices_held)),
        ],
    };
    let or_empty = |said: String| if said.is_empty() { "Nothing".to_owned() } else { said };
    lines.into_iter().map(|(what, said)| (what, or_empty(said))).collect()
}

fn evidence(it: &BidInFull) -> Vec<(String, String)> {
    let line = |one: &Requirement| {
        let said = match it.content.evidence_for(one.id) {
            Some(given) if given.met => format!("Yes. {}", given.evidence),
            Some(given) => format!("No. {}", given.evidence),
            None => String::new(),
        };
        (one.text.clone(), said)
    };
    it.requirements.iter().map(line).collect()
}

fn team(it: &BidInFull) -> Vec<(String, String)> {
    let line = |role: &TeamRole| {
        let here = it.nominees.iter().filter(|one| one.role_id == role.id);
        (role.title.clone(), here.map(|one| one.name.as_str()).collect::<Vec<_>>().join(", "))
    };
    let words = it
        .describes_team()
        .then(|| ("Who would do the work".to_owned(), it.bid.team_words.clone()));
    it.roles.iter().map(line).chain(words).collect()
}

fn price(it: &BidInFull) -> Vec<(String, String)> {
    let line = |role: &TeamRole| {
        let rate = it.content.rate_of(role.id).map(|rate| format!("{rate:#} a day"));
        (role.title.clone(), rate.unwrap_or_default())
    };
    let outcome = |one: &WantedOutcome| {
        let price = it.content.price_of(one.id).map(|price| format!("{price:#}"));
        (one.title.clone(), price.unwrap_or_default())
    };
    let cap = ("Cap on expenses".to_owned(), format!("{:#}", it.bid.expenses_cap));
    it.outcomes.iter().map(outcome).chain(it.roles.iter().map(line)).chain([cap]).collect()
}

fn ticked(it: bool) -> String {
    if it { "Ticked" } else { "Not ticked" }.to_owned()
}
