//! What a force is.

use diesel::prelude::*;

use crate::types::ids::ForceId;

/// A force, as everyone may see it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = crate::schema::forces, check_for_backend(diesel::pg::Pg))]
pub struct Force {
    /// Its id.
    pub id: ForceId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// `territorial`, `special`, `agency`, or `fictional` in the demonstration.
    pub kind: String,
    /// Its region.
    pub region_code: String,
    /// Who signs for it in law.
    pub contracting_authority: String,
}
