//! What a version of a contract is.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::state::{VersionKind, VersionState};
use crate::contracts::document::{Document, Item};
use crate::contracts::schedule::Schedule;
use crate::contracts::terms::CHANGES;
use crate::types::ids::{ContractId, UserId, VersionId};
use crate::types::money::Money;
use crate::types::text::hex;
use crate::types::time::Moment;
use crate::types::uk_time;

/// A version of a contract, as both its sides see it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = crate::schema::contract_versions, check_for_backend(diesel::pg::Pg))]
pub struct Version {
    /// Its id.
    pub id: VersionId,
    /// The contract.
    pub contract_id: ContractId,
    /// Counts from 1.
    pub number: i32,
    /// What it is to the one before.
    pub kind: VersionKind,
    /// Where it stands.
    pub state: VersionState,
    /// Its text, as signed.
    pub document: String,
    /// SHA-256 of that text.
    pub document_hash: Vec<u8>,
    /// The most that may be charged, excluding VAT.
    pub value: Money,
    /// The part of it that is for expenses.
    pub expenses_cap: Money,
    /// The framework fee of the day the contract was drawn up.
    pub fee_basis_points: i32,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// What performance is judged by, one to a line.
    pub measures: String,
    /// What else was agreed.
    pub particulars: String,
    /// Why it corrects or varies the one before; nothing of the original.
    pub reason: String,
    /// Who drew it up, where that was kept.
    pub made_by: Option<UserId>,
    /// When.
    pub made_at: Moment,
    /// Who signed for the provider.
    pub provider_signed_by: Option<UserId>,
    /// Their name and role, as they typed them.
    pub provider_signature: String,
    /// When.
    pub provider_signed_at: Option<Moment>,
    /// Who signed for the force.
    pub force_signed_by: Option<UserId>,
    /// Their name and role, as they typed them.
    pub force_signature: String,
    /// When.
    pub force_signed_at: Option<Moment>,
    /// When it was returned, withdrawn or lapsed.
    pub settled_at: Option<Moment>,
    /// What was said about that.
    pub settled_words: String,
    /// Whether the provider was asked, and may read it.
    pub is_offered: bool,
    /// Who approved it first, where it takes two.
    pub first_approved_by: Option<UserId>,
    /// When.
    pub first_approved_at: Option<Moment>,
    /// Who approved it last; nobody where it takes no approval.
    pub approved_by: Option<UserId>,
    /// When.
    pub approved_at: Option<Moment>,
}

impl Version {
    /// The SHA-256 of its text, as people compare it.
    pub fn digest(&self) -> String {
        hex(&self.document_hash)
    }

    /// When it was drawn up, in UK time.
    pub fn made(&self) -> String {
        uk_time::full(self.made_at)
    }

    /// When it was approved, in UK time; empty if it was not, or takes no approval.
    pub fn approved(&self) -> String {
        self.approved_at.map(uk_time::full).unwrap_or_default()
    }

    /// When the provider signed, in UK time; empty if it has not.
    pub fn provider_signed(&self) -> String {
        self.provider_signed_at.map(uk_time::full).unwrap_or_default()
    }

    /// When the force signed, in UK time; empty if it has not.
    pub fn force_signed(&self) -> String {
        self.force_signed_at.map(uk_time::full).unwrap_or_default()
    }

    /// When it was settled otherwise, in UK time.
    pub fn settled(&self) -> String {
        self.settled_at.map(uk_time::full).unwrap_or_default()
    }

    /// Its days, in words.
    pub fn term(&self) -> String {
        format!("{} to {}", uk_time::day(self.starts_on), uk_time::day(self.ends_on))
    }

    /// What it is called among its contract's versions.
    pub fn name(&self) -> String {
        match self.kind {
            VersionKind::Original => "Version 1".to_owned(),
            kind => format!("Version {}, a {}", self.number, kind.label().to_lowercase()),
        }
    }

    /// What its file is called, of the contract with a reference.
    pub fn file_name(&self, contract: &str, ending: &str) -> String {
        format!("{contract} version {}.{ending}", self.number)
    }

    /// What it changes, as it says itself: what, was, becomes.
    pub fn changes(&self) -> Vec<Vec<String>> {
        let rows = self.said_of_changes().into_iter().filter_map(|item| match item {
            Item::Table(rows) => Some(rows),
            _ => None,
        });
        rows.flat_map(|rows| rows.into_iter().skip(1)).collect()
    }

    /// How far it is from what was first agreed, as it says itself.
    pub fn facts(&self) -> Vec<String> {
        let clauses = self.said_of_changes().into_iter().filter_map(|item| match item {
            Item::Clause(text) => Some(text),
            _ => None,
        });
        clauses.filter(|it| !it.starts_with("Everything else")).collect()
    }

    fn said_of_changes(&self) -> Vec<Item> {
        let document = Document::read(&self.document);
        document.section(CHANGES).map(|it| it.items.clone()).unwrap_or_default()
    }
}

/// A version with its price schedule.
#[derive(Debug, Clone)]
pub struct Priced {
    /// The version.
    pub version: Version,
    /// Its lines.
    pub schedule: Schedule,
}

/// A version to be stored.
#[derive(Debug, Clone)]
pub struct NewVersion {
    /// Counts from 1.
    pub number: i32,
    /// What it is to the one before.
    pub kind: VersionKind,
    /// Its text.
    pub document: String,
    /// Its price schedule.
    pub schedule: Schedule,
    /// The most that may be charged, excluding VAT.
    pub value: Money,
    /// The framework fee.
    pub fee_basis_points: i32,
    /// Its first and last day.
    pub term: (NaiveDate, NaiveDate),
    /// What performance is judged by.
    pub measures: String,
    /// What else was agreed.
    pub particulars: String,
    /// Why it corrects or varies the one before.
    pub reason: String,
    /// Who drew it up.
    pub by: UserId,
    /// Whether the provider is asked at once, or approvers of the force first.
    pub approval: Approval,
}

/// Whether a version is approved within the force before the provider is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approval {
    /// The provider is asked at once.
    NotWanted,
    /// The force's approvers are asked first.
    Wanted,
}

impl Approval {
    /// Where a version begins.
    pub fn begins(self) -> VersionState {
        match self {
            Self::NotWanted => VersionState::Offered,
            Self::Wanted => VersionState::Proposed,
        }
    }
}
