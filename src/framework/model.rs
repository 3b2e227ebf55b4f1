//! What the framework and its words are.

use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use crate::schema;
use crate::types::money::Money;
use crate::web::form::Choice;

/// The framework, as it stands on a day.
#[derive(Debug, Clone)]
pub struct Framework {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The first day of its term.
    pub starts_on: NaiveDate,
    /// The last day of its term.
    pub ends_on: NaiveDate,
    /// The fee, in hundredths of a percent of the value of each contract.
    pub fee_basis_points: i32,
    /// The version of its terms.
    pub terms_version: i32,
}

/// A service line that providers are admitted to.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::lots, check_for_backend(diesel::pg::Pg))]
pub struct Lot {
    /// Its name in addresses and forms.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it covers.
    pub description: String,
    /// From this day it takes no new requests.
    pub closed_on: Option<NaiveDate>,
}

impl Lot {
    /// Whether it takes no new requests on a day.
    pub fn is_closed(&self, on: NaiveDate) -> bool {
        self.closed_on.is_some_and(|day| day <= on)
    }
}

/// An award criterion of the framework.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::framework_criteria, check_for_backend(diesel::pg::Pg))]
pub struct FrameworkCriterion {
    /// Its name in forms.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether it is the price, which nobody scores.
    pub is_price: bool,
}

/// A level of clearance, police vetting or national security vetting; a
/// higher rank covers every lower one of the same kind.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ClearanceLevel {
    /// What people write, such as `NPPV3` or `SC`.
    pub code: String,
    /// Where it stands.
    pub rank: i16,
    /// What it is called in full.
    pub name: String,
}

/// A scheme of assurance a company can hold a certificate of, as it stands
/// today.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Scheme {
    /// Its name in forms.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether a provider must hold it to bid.
    pub mandatory: bool,
    /// How many months its certificates last, if all last as long.
    pub months: Option<i16>,
}

/// A level of SFIA, the skills framework.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::sfia_levels, check_for_backend(diesel::pg::Pg))]
pub struct SfiaLevel {
    /// 1 to 7.
    pub level: i16,
    /// Follow, assist, apply …
    pub name: String,
}

/// A threshold of procurement law, on the day asked about; VAT included.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Threshold {
    /// What it is for.
    pub name: String,
    /// The sum at or above which it counts.
    pub amount: Money,
    /// The first day it holds.
    pub from: NaiveDate,
}

/// A coded word of the field, to choose from a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Word {
    /// Its name in forms.
    pub code: String,
    /// What people read.
    pub name: String,
}

impl From<&Word> for Choice {
    fn from(word: &Word) -> Self {
        Self::new(word.code.as_str(), word.name.as_str())
    }
}

impl From<&Lot> for Choice {
    fn from(lot: &Lot) -> Self {
        Self { value: lot.code.clone(), label: lot.name.clone(), hint: lot.description.clone() }
    }
}

impl From<&SfiaLevel> for Choice {
    fn from(it: &SfiaLevel) -> Self {
        Self::new(it.level.to_string(), format!("{} {}", it.level, it.name))
    }
}

impl From<&ClearanceLevel> for Choice {
    fn from(it: &ClearanceLevel) -> Self {
        Self::new(it.code.as_str(), it.name.as_str())
    }
}

impl From<&Scheme> for Choice {
    fn from(it: &Scheme) -> Self {
        Self::new(it.code.as_str(), it.name.as_str())
    }
}

/// The name that goes with a code, or the code itself if it is not listed.
pub fn name_of<'a>(words: &'a [Word], code: &'a str) -> &'a str {
    words.iter().find(|it| it.code == code).map_or(code, |it| it.name.as_str())
}
