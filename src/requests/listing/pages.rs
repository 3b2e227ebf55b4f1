//! What people see of their force's requests as a list.

use std::collections::BTreeMap;

use askama::Template;

use super::forms::Filter;
use super::model::{Due, Sort};
use crate::requests::model::{Phase, Request, Route};
use crate::requests::pages::stands;
use crate::types::ids::UserId;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::Choice;
use crate::web::page::Frame;
use crate::web::paging::Paging;
use crate::web::sheet::Sheet;

/// The words for what requests name by a code or an id.
pub struct Words {
    /// Lots, by code.
    pub lots: BTreeMap<String, String>,
    /// People, by id.
    pub people: BTreeMap<UserId, String>,
}

impl Words {
    fn lot(&self, it: &Request) -> String {
        let named = it.lot_code.as_ref().and_then(|code| self.lots.get(code));
        named.cloned().unwrap_or_default()
    }

    fn person(&self, id: UserId) -> String {
        self.people.get(&id).cloned().unwrap_or_default()
    }
}

/// A request in the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Its lot and route.
    pub about: String,
    /// Where it stands.
    pub phase: Phase,
    /// The same in words.
    pub stands: &'static str,
    /// When its bids close or closed; empty if that is not known.
    pub closes: String,
    /// The same for machines.
    pub iso: String,
    /// What is left until then.
    pub left: String,
    /// Who began it.
    pub by: String,
}

impl Line {
    /// A line for a request, and whether a standstill of it has ended.
    pub fn new(it: &Request, over: bool, words: &Words, now: Moment) -> Self {
        let about = [words.lot(it), it.route.map(Route::label).unwrap_or_default().to_owned()];
        let about: Vec<String> = about.into_iter().filter(|it| !it.is_empty()).collect();
        let closes = it.closes_at;
        Self {
            phase: it.phase(now),
            stands: stands(it.phase(now), over),
            closes: closes.map(uk_time::full).unwrap_or_default(),
            iso: closes.map(uk_time::iso).unwrap_or_default(),
            left: closes.map(|at| uk_time::closing(now, at)).unwrap_or_default(),
            by: words.person(it.created_by),
            reference: it.reference.clone(),
            title: it.title.clone(),
            about: about.join(", "),
        }
    }
}

/// The list.
#[derive(Template)]
#[template(path = "requests/listing.html")]
pub struct ListingPage {
    /// What surrounds it.
    pub frame: Frame,
    /// As it stands in the address.
    pub filter: Filter,
    /// The lots to choose from.
    pub lots: Vec<Choice>,
    /// The colleagues to choose from.
    pub people: Vec<Choice>,
    /// This page of the requests.
    pub lines: Vec<Line>,
    /// Which page of how many.
    pub paging: Paging,
    /// Whether they may begin a request.
    pub may_begin: bool,
}

impl ListingPage {
    fn phases(&self) -> Vec<Choice> {
        Phase::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn routes(&self) -> Vec<Choice> {
        Route::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn dues(&self) -> Vec<Choice> {
        Due::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn sorts(&self) -> Vec<Choice> {
        Sort::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn sorted(&self) -> &'static str {
        self.filter.sort().word()
    }

    fn order(&self) -> &'static str {
        self.filter.sort().label()
    }

    fn count(&self) -> String {
        match self.paging.total {
            1 => "1 request".to_owned(),
            total => format!("{total} requests"),
        }
    }
}

/// The same for a spreadsheet.
pub fn sheet(found: &[(Request, bool)], words: &Words, now: Moment) -> Sheet {
    let row = |(it, over): &(Request, bool)| {
        vec![
            it.reference.clone().into(),
            it.title.clone().into(),
            stands(it.phase(now), *over).into(),
            words.lot(it).into(),
            it.route.map(Route::label).into(),
            it.published_at.into(),
            it.questions_close_at.into(),
            it.closes_at.into(),
            it.budget.map(|it| format!("{it:#}")).into(),
            i64::from(it.version).into(),
            words.person(it.created_by).into(),
            it.submitted_by.map(|id| words.person(id)).into(),
        ]
    };
    Sheet::new(
        &[
            "Reference",
            "Title",
            "Where it stands",
            "Lot",
            "Route",
            "Published",
            "Questions close",
            "Bids close",
            "Budget",
            "Version",
            "Begun by",
            "Submitted by",
        ],
        found.iter().map(row),
    )
}
