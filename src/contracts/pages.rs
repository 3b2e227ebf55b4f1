//! What people see of a contract.

use askama::Template;
use chrono::NaiveDate;

use super::deeds::{Deeds, Turn};
use super::document::{Document, Item};
use super::forms::ParticularsForm;
use super::model::{Contract, Seen};
use super::signing::forms::SignatureForm;
use super::versions::model::Version;
use super::versions::state::{VersionKind, VersionState};
use crate::audit::entry::Line;
use crate::requests::model::Request;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// Before drawing a contract up: what it will be, and what stands against it.
#[derive(Template)]
#[template(path = "contracts/draw_up.html")]
pub struct DrawUpPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request's reference.
    pub request: String,
    /// Its title.
    pub title: String,
    /// The provider's name, the price and the term, when there is an award.
    pub terms: Vec<(&'static str, String)>,
    /// Why it cannot be drawn up now; empty if it can.
    pub refusal: String,
    /// As typed.
    pub form: ParticularsForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
}

/// What a contract will say where its manager typed something else than the request.
#[derive(Template)]
#[template(path = "contracts/draw_up_check.html")]
pub struct DrawUpCheckPage {
    /// What surrounds it.
    pub frame: Frame,
    /// What was asked for.
    pub request: Request,
    /// The terms, as they will be.
    pub terms: Vec<(&'static str, String)>,
    /// How the first day differs from the request's; empty if it does not.
    pub moved: String,
    /// Everything typed, to be sent again.
    pub typed: Vec<(String, String)>,
}

/// A contract.
#[derive(Template)]
#[template(path = "contracts/show.html")]
pub struct ContractPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The contract and its sides.
    pub seen: &'a Seen,
    /// The version that waits to be signed, or that binds.
    pub version: &'a Version,
    /// Its document, read.
    pub document: Document,
    /// The day it is in the UK.
    pub today: NaiveDate,
    /// Whose turn it is to sign, as far as this person goes.
    pub turn: Turn,
    /// What the contract waits for, if this person cannot sign it now.
    pub waits: String,
    /// What else this person can do.
    pub deeds: Deeds,
    /// Whether they read requests as their force does.
    pub reads_request: bool,
    /// Whether they are someone who takes the records of requests.
    pub takes_records: bool,
    /// The signature form as typed.
    pub form: &'a SignatureForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

impl ContractPage<'_> {
    fn contract(&self) -> &Contract {
        &self.seen.contract
    }

    fn sign_path(&self) -> String {
        let side =
            if self.turn == Turn::Provider { "provider-signature" } else { "force-signature" };
        format!("{}/{side}", self.contract().path())
    }

    fn may_sign(&self) -> bool {
        self.turn != Turn::Nobody
    }

    fn for_whom(&self) -> &str {
        if self.turn == Turn::Provider { &self.seen.provider } else { &self.seen.force }
    }

    /// The version that binds, while another is shown.
    fn in_force(&self) -> Option<&Version> {
        let number = self.contract().version;
        let bound = self.seen.versions.iter().find(|it| it.number == number);
        bound.filter(|it| it.state == VersionState::Signed && number != self.version.number)
    }

    fn what_is_signed(&self) -> &'static str {
        if self.is_varied() { "Sign the variation" } else { "Sign the contract" }
    }

    fn waiting(&self) -> &'static str {
        if self.is_varied() {
            "A variation is waiting for your signature"
        } else {
            "This contract is waiting for your signature"
        }
    }

    fn is_varied(&self) -> bool {
        self.version.kind == VersionKind::Variation && self.version.state.waits_for_signature()
    }

    /// Whether a variation waits for an approver of the force.
    fn is_proposed(&self) -> bool {
        self.version.state == VersionState::Proposed
    }

    /// What an approver said of the last variation, if it was sent back.
    fn sent_back(&self) -> &str {
        let last = self.seen.versions.last().filter(|it| it.state == VersionState::SentBack);
        last.map_or("", |it| it.settled_words.as_str())
    }

    /// Where the request is, for whoever looks.
    fn request_path(&self) -> String {
        let side = if self.reads_request { "requests" } else { "opportunities" };
        format!("/{side}/{}", self.seen.request)
    }

    /// What the provider said of the last version, if it returned it.
    fn returned(&self) -> &str {
        let last = self.seen.versions.last().filter(|it| it.state == VersionState::Returned);
        last.map_or("", |it| it.settled_words.as_str())
    }

    fn returned_a_variation(&self) -> bool {
        self.seen.versions.last().is_some_and(|it| it.kind == VersionKind::Variation)
    }

    fn missing(&self) -> Vec<String> {
        self.seen.gates.missing_words()
    }

    fn lapsing(&self) -> Vec<String> {
        self.seen.lapsing.iter().map(|it| it.words(self.today)).collect()
    }
}

/// The names and values of a section, in order.
pub fn terms(items: &[Item]) -> Vec<(&str, &str)> {
    items
        .iter()
        .filter_map(|item| match item {
            Item::Term(name, value) => Some((name.as_str(), value.as_str())),
            _ => None,
        })
        .collect()
}

/// Its tables: their headers, then their rows.
pub fn tables(items: &[Item]) -> Vec<(&Vec<String>, &[Vec<String>])> {
    items
        .iter()
        .filter_map(|item| match item {
            Item::Table(rows) => rows.split_first(),
            _ => None,
        })
        .collect()
}

/// Its clauses.
pub fn clauses(items: &[Item]) -> Vec<&str> {
    items
        .iter()
        .filter_map(|item| match item {
            Item::Clause(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

/// What happened to a contract.
#[derive(Template)]
#[template(path = "contracts/history.html")]
pub struct HistoryPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The contract and its sides.
    pub seen: Seen,
    /// What happened, newest first.
    pub lines: Vec<Line>,
}
