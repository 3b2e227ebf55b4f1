//! A clearance that a running contract needs, and what was warned of.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types;
use serde::Serialize;

use crate::providers::expiry::model::{Mark, PaperKind};
use crate::types::ids::{ContractId, SpecialistId};
use crate::types::uk_time;

/// A clearance that runs out before the contract that needs it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Lapsing {
    /// The contract.
    #[diesel(sql_type = sql_types::Uuid)]
    pub contract_id: ContractId,
    /// The person it names.
    #[diesel(sql_type = sql_types::Uuid)]
    pub specialist_id: SpecialistId,
    /// What they are called.
    #[diesel(sql_type = sql_types::Text)]
    pub name: String,
    /// Which ladder.
    #[diesel(sql_type = sql_types::Text)]
    pub kind: PaperKind,
    /// Which level they hold.
    #[diesel(sql_type = sql_types::Text)]
    pub level: String,
    /// The last day it is good.
    #[diesel(sql_type = sql_types::Date)]
    pub expires_on: NaiveDate,
}

impl Lapsing {
    /// In words, for pages that may name people.
    pub fn words(&self, today: NaiveDate) -> String {
        let (name, level, day) = (&self.name, &self.level, uk_time::day(self.expires_on));
        if self.expires_on < today {
            format!("{level} of {name} expired on {day}")
        } else {
            format!("{level} of {name} expires on {day}")
        }
    }
}

/// A warning that is due, or was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Queryable)]
pub struct Warning {
    /// Whose clearance.
    pub specialist: SpecialistId,
    /// Which ladder.
    pub kind: PaperKind,
    /// Its last day.
    pub expires_on: NaiveDate,
    /// Which warning.
    pub mark: Mark,
}
