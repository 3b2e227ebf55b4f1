//! What a force is.

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
