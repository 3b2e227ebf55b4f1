//! Contracts and their versions for the tables of cases; in tests only.

use chrono::NaiveDate;

use super::model::Contract;
use super::schedule::{Line, Schedule};
use super::state::ContractState;
use super::versions::model::Version;
use super::versions::state::{VersionKind, VersionState};
use crate::bids::canonical::digest;
use crate::types::ids::{AwardId, ContractId, ForceId, ProviderId, RequestId, VersionId};
use crate::types::money::Money;
use crate::types::time::Moment;

/// A day.
pub fn day(typed: &str) -> NaiveDate {
    typed.parse().unwrap()
}

/// Noon on 5 January 2026.
pub fn noon() -> Moment {
    "2026-01-05T12:00:00Z".parse().unwrap()
}

/// Whole pounds.
pub fn pounds(pounds: i64) -> Money {
    Money::from_pence(pounds * 100).unwrap()
}

/// A contract worth £100,000 from 1 January to 30 June 2026.
pub fn contract(state: ContractState) -> Contract {
    Contract {
        id: ContractId::mint(),
        reference: "CON-2026-0001".to_owned(),
        request_id: RequestId::mint(),
        award_id: AwardId::mint(),
        force_id: ForceId::mint(),
        provider_id: ProviderId::mint(),
        state,
        value: pounds(100_000),
        starts_on: day("2026-01-01"),
        ends_on: day("2026-06-30"),
        created_at: noon(),
        version: 1,
        terminated_on: None,
    }
}

/// Its schedule: 100 days of one person at £950, and £5,000 of expenses.
pub fn schedule() -> Schedule {
    let lines = vec![Line::role("Lead examiner", 5, (1, 100), pounds(950))];
    Schedule { lines, expenses_cap: pounds(5_000) }
}

/// A version of it.
pub fn version(number: i32, kind: VersionKind, state: VersionState) -> Version {
    let document = format!("Version {number}\n");
    let signed = |when: bool| when.then(noon);
    Version {
        id: VersionId::mint(),
        contract_id: ContractId::mint(),
        number,
        kind,
        state,
        document_hash: digest(document.as_bytes()),
        document,
        value: pounds(100_000),
        expenses_cap: pounds(5_000),
        fee_basis_points: 150,
        starts_on: day("2026-01-01"),
        ends_on: day("2026-06-30"),
        measures: "On time".to_owned(),
        particulars: String::new(),
        reason: String::new(),
        made_by: None,
        made_at: noon(),
        provider_signed_by: None,
        provider_signature: String::new(),
        provider_signed_at: signed(matches!(
            state,
            VersionState::ProviderSigned | VersionState::Signed
        )),
        force_signed_by: None,
        force_signature: String::new(),
        force_signed_at: signed(state == VersionState::Signed),
        settled_at: None,
        settled_words: String::new(),
        is_offered: !matches!(state, VersionState::Proposed | VersionState::SentBack),
        first_approved_by: None,
        first_approved_at: None,
        approved_by: None,
        approved_at: None,
    }
}
