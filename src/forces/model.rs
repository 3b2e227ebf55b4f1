//! What a force is.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::types::ids::ForceId;

/// The name of the force of a row, as it is today.
pub fn name_today() -> SqlLiteral<Text> {
    sql("force_name(forces.id, forces.name)")
}

/// A force, as everyone may see it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = crate::schema::forces, check_for_backend(diesel::pg::Pg))]
pub struct Force {
    /// Its id.
    pub id: ForceId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name today.
    #[diesel(select_expression = name_today(), select_expression_type = SqlLiteral<Text>)]
    pub name: String,
    /// `territorial`, `special`, `agency`, or `fictional` in the demonstration.
    pub kind: String,
    /// Its region.
    pub region_code: String,
    /// Who signs for it in law.
    pub contracting_authority: String,
}

text_enum! {
    /// What kind of body a force is.
    pub enum Kind {
        /// It polices a territory.
        Territorial = "territorial", "Territorial force";
        /// It polices a network or a place, such as the railways.
        Special = "special", "Special force";
        /// Another law-enforcement body.
        Agency = "agency", "Agency";
        /// It exists only in the demonstration.
        Fictional = "fictional", "Fictional, for the demonstration";
    }
}

text_enum! {
    /// Whose procurement law it buys under.
    pub enum Regime {
        /// England and Wales.
        EnglandWales = "england_wales", "England and Wales";
        /// Northern Ireland.
        NorthernIreland = "northern_ireland", "Northern Ireland";
        /// Scotland.
        Scotland = "scotland", "Scotland";
    }
}

/// A force as the operator keeps it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = crate::schema::forces, check_for_backend(diesel::pg::Pg))]
pub struct Kept {
    /// Its id.
    pub id: ForceId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name today.
    #[diesel(select_expression = name_today(), select_expression_type = SqlLiteral<Text>)]
    pub name: String,
    /// What kind of body it is.
    pub kind: Kind,
    /// Its region.
    pub region_code: String,
    /// Who signs for it in law.
    pub contracting_authority: String,
    /// Whose procurement law it buys under.
    pub procurement_regime: Regime,
    /// The first day it was there.
    pub valid_from: NaiveDate,
    /// The first day it is no longer there.
    pub valid_to: Option<NaiveDate>,
    /// What it became part of.
    pub succeeded_by: Option<ForceId>,
}

impl Kept {
    /// Whether it is no longer there on a day.
    pub fn has_ended(&self, on: NaiveDate) -> bool {
        self.valid_to.is_some_and(|day| day <= on)
    }
}

/// Everything that decides whether a force may become part of another.
#[derive(Debug, Clone)]
pub struct Merger {
    /// The force.
    pub force: Kept,
    /// What it would become part of.
    pub successor: Kept,
    /// What the successor becomes part of in turn, and so on.
    pub beyond: Vec<Kept>,
    /// What becomes part of the force, or did.
    pub joining: Vec<Kept>,
}

/// A name that a force has from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct DatedName {
    /// The first day.
    pub from: NaiveDate,
    /// The name.
    pub name: String,
}
