//! What people see of contracts.

use askama::Template;
use chrono::NaiveDate;

use super::document::{Document, Item};
use super::model::{Contract, Listed, Seen, ToDrawUp};
use super::signing::forms::SignatureForm;
use crate::audit::entry::Line;
use crate::web::form::Mistakes;
use crate::web::page::Frame;
use crate::web::paging::Paging;

/// An organisation's contracts.
#[derive(Template)]
#[template(path = "contracts/list.html")]
pub struct ContractsPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The person's own home page.
    pub home: &'a str,
    /// For a force: requests whose contract is still to be drawn up.
    pub to_draw_up: Vec<ToDrawUp>,
    /// This page of the contracts, newest first.
    pub contracts: Vec<Listed>,
    /// Which page of how many.
    pub paging: Paging,
    /// The day it is in the UK.
    pub today: NaiveDate,
}

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
}

/// What a person can do about a contract's signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Sign for the provider.
    Provider,
    /// Sign for the force.
    Force,
    /// Nothing.
    Nobody,
}

/// A contract.
#[derive(Template)]
#[template(path = "contracts/show.html")]
pub struct ContractPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The contract and its sides.
    pub seen: &'a Seen,
    /// Its document, read.
    pub document: Document,
    /// The day it is in the UK.
    pub today: NaiveDate,
    /// Whose turn it is to sign, as far as this person goes.
    pub turn: Turn,
    /// What the contract waits for, if this person cannot sign it now.
    pub waits: String,
    /// The signature form as typed.
    pub form: &'a SignatureForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

impl ContractPage<'_> {
    fn contract(&self) -> &Contract {
        &self.seen.contract
    }

    fn terms<'s>(&self, items: &'s [Item]) -> Vec<(&'s str, &'s str)> {
        let term = |item: &'s Item| match item {
            Item::Term(name, value) => Some((name.as_str(), value.as_str())),
            Item::Clause(_) => None,
        };
        items.iter().filter_map(term).collect()
    }

    fn clauses<'s>(&self, items: &'s [Item]) -> Vec<&'s str> {
        let clause = |item: &'s Item| match item {
            Item::Clause(text) => Some(text.as_str()),
            Item::Term(..) => None,
        };
        items.iter().filter_map(clause).collect()
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
