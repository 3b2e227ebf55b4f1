//! What an auditor sees of every force's requests.

use askama::Template;

use super::forms::Filter;
use crate::requests::model::{Phase, Request};
use crate::requests::pages::stands;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::Choice;
use crate::web::page::Frame;
use crate::web::paging::Paging;
use crate::web::sheet::Sheet;

/// A request in the register.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub force: String,
    /// Where it stands.
    pub phase: Phase,
    /// The same in words.
    pub stands: &'static str,
    /// When its bids close or closed.
    pub closes: String,
}

impl Line {
    /// A line for a request of a force, and whether a standstill of it has ended.
    pub fn new((it, force): (Request, String), over: bool, now: Moment) -> Self {
        Self {
            phase: it.phase(now),
            stands: stands(it.phase(now), over),
            closes: it.closes_at.map(uk_time::full).unwrap_or_default(),
            reference: it.reference,
            title: it.title,
            force,
        }
    }
}

/// The same for a spreadsheet: each with whether its standstill has ended, and
/// its force.
pub fn sheet(found: &[(bool, &Request, &str)], now: Moment) -> Sheet {
    let row = |(over, it, force): &(bool, &Request, &str)| {
        vec![
            it.reference.clone().into(),
            it.title.clone().into(),
            (*force).into(),
            stands(it.phase(now), *over).into(),
            it.published_at.into(),
            it.closes_at.into(),
            i64::from(it.version).into(),
        ]
    };
    Sheet::new(
        &["Reference", "Title", "Force", "Where it stands", "Published", "Bids close", "Version"],
        found.iter().map(row),
    )
}

/// The register.
#[derive(Template)]
#[template(path = "requests/register.html")]
pub struct RegisterPage {
    /// What surrounds it.
    pub frame: Frame,
    /// As it stands in the address.
    pub filter: Filter,
    /// The forces to choose from.
    pub forces: Vec<Choice>,
    /// This page of the requests, newest first.
    pub lines: Vec<Line>,
    /// Which page of how many.
    pub paging: Paging,
}

impl RegisterPage {
    fn phases(&self) -> Vec<Choice> {
        Phase::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn count(&self) -> String {
        match self.paging.total {
            1 => "1 request".to_owned(),
            total => format!("{total} requests"),
        }
    }
}
