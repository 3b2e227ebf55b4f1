//! A published request as it stands in a list.

use diesel::prelude::*;

use super::forms::{Facet, Search};
use crate::requests::model::{Classification, Phase, Route};
use crate::requests::state::RequestState;
use crate::types::ids::RequestId;
use crate::types::money::Money;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::Choice;
use crate::web::markup::{escaped, marked};

/// One line of the public list.
#[derive(Debug, Clone, Queryable)]
pub struct Opportunity {
    /// Its id.
    pub id: RequestId,
    /// Its number.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// Where it stands in the database.
    pub state: RequestState,
    /// Who may bid.
    pub route: Option<Route>,
    /// When bids close.
    pub closes_at: Option<Moment>,
    /// When it was published.
    pub published_at: Option<Moment>,
    /// The budget, to be shown only if the force shows it.
    budget: Option<Money>,
    budget_shown: bool,
    classification: Option<Classification>,
    /// Its force.
    pub force: String,
    /// Its lot.
    pub lot: Option<String>,
    /// Its region.
    pub region: Option<String>,
}

impl Opportunity {
    /// Where it stands at a moment.
    pub fn phase(&self, now: &Moment) -> Phase {
        Phase::of(self.state, self.closes_at, *now)
    }

    /// The budget, if the force shows it.
    pub fn budget_words(&self) -> String {
        let shown = self.budget.filter(|_| self.budget_shown);
        shown.map(|it| format!("Up to {it:#}")).unwrap_or_default()
    }

    /// When bids close, in full.
    pub fn closes_words(&self) -> String {
        self.closes_at.map(uk_time::full).unwrap_or_default()
    }

    /// When bids close, for machines.
    pub fn closes_iso(&self) -> String {
        self.closes_at.map(uk_time::iso).unwrap_or_default()
    }

    /// How far off that is.
    pub fn closes_left(&self, now: &Moment) -> String {
        self.closes_at.map(|at| uk_time::closing(*now, at)).unwrap_or_default()
    }

    /// When it was published, in words.
    pub fn published_on(&self) -> String {
        self.published_at.map(uk_time::date).unwrap_or_default()
    }

    /// Its lot, or nothing.
    pub fn lot_name(&self) -> &str {
        self.lot.as_deref().unwrap_or_default()
    }

    /// Its region, or nothing.
    pub fn region_name(&self) -> &str {
        self.region.as_deref().unwrap_or_default()
    }

    /// Whether it is a live incident.
    pub fn is_urgent(&self) -> bool {
        self.route == Some(Route::Urgent)
    }
}

/// What to read, signed out, in place of what is marked SENSITIVE.
pub const SIGN_IN_TO_READ: &str = "Sign in to read what the work is.";

impl Opportunity {
    /// Whether its title alone is for everyone.
    pub fn is_sensitive(&self) -> bool {
        self.classification != Some(Classification::Official)
    }

    /// The same line as someone who is signed out may read it.
    pub fn for_anyone(mut self) -> Self {
        if self.is_sensitive() {
            SIGN_IN_TO_READ.clone_into(&mut self.summary);
        }
        self
    }
}

/// Where the words of a search are in a request, as the database marks them.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Marks {
    /// Which request.
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub id: RequestId,
    /// Its title.
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub title: String,
    /// Its summary.
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub summary: String,
    /// A piece of the rest, where the words are there.
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub rest: String,
}

/// A line of the list, ready for its card.
#[derive(Debug, Clone)]
pub struct Card {
    /// The request.
    pub it: Opportunity,
    /// Its title, as HTML.
    pub title: String,
    /// Its summary, as HTML.
    pub summary: String,
    /// Where else the words were found, as HTML, or nothing.
    pub found: String,
}

impl Card {
    /// A line with what was found in it marked.
    pub fn new(it: Opportunity, marks: Option<&Marks>) -> Self {
        let shown = |marks: Option<&String>, plain: &str| match marks {
            Some(text) => marked(text),
            None => escaped(plain),
        };
        Self {
            title: shown(marks.map(|it| &it.title), &it.title),
            summary: shown(marks.map(|it| &it.summary).filter(|it| !it.is_empty()), &it.summary),
            found: marks.map(|it| marked(&it.rest)).unwrap_or_default(),
            it,
        }
    }
}

/// What a search can choose from.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// The framework's lots.
    pub lots: Vec<Choice>,
    /// Specialisms.
    pub specialisms: Vec<Choice>,
    /// Regions.
    pub regions: Vec<Choice>,
    /// Forces.
    pub forces: Vec<Choice>,
}

impl Lists {
    /// What is chosen for a filter, in words.
    pub fn name(&self, search: &Search, facet: Facet) -> String {
        let (choices, chosen) = match facet {
            Facet::Words => return format!("“{}”", search.words().unwrap_or_default()),
            Facet::Status => return search.status().label().to_owned(),
            Facet::Route => return search.route().map(Route::label).unwrap_or_default().to_owned(),
            Facet::Lot => (&self.lots, &search.lot),
            Facet::Specialism => (&self.specialisms, &search.specialism),
            Facet::Region => (&self.regions, &search.region),
            Facet::Force => (&self.forces, &search.force),
        };
        let found = choices.iter().find(|it| it.value == *chosen);
        found.map_or_else(|| chosen.clone(), |it| it.label.clone())
    }

    /// A search in words: what is looked for, and what narrows it.
    pub fn said(&self, search: &Search) -> String {
        let asked = Facet::ALL.iter().filter(|it| search.asks(**it));
        let said: Vec<String> = asked.map(|it| self.name(search, *it)).collect();
        if said.is_empty() { "Every request".to_owned() } else { said.join(", ") }
    }
}
