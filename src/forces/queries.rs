//! Finding forces.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Force, name_today};
use crate::error::Result;
use crate::schema::{force_domains, forces};
use crate::types::ids::ForceId;
use crate::types::time::Moment;
use crate::types::uk_time;

/// One force.
pub async fn force(conn: &mut AsyncPgConnection, id: ForceId) -> Result<Force> {
    Ok(forces::table.find(id).select(Force::as_select()).first(conn).await?)
}

/// The force with a name in addresses.
pub async fn by_slug(conn: &mut AsyncPgConnection, slug: &str) -> Result<Force> {
    Ok(forces::table.filter(forces::slug.eq(slug)).select(Force::as_select()).first(conn).await?)
}

/// Every force there is today, by name.
pub async fn all(conn: &mut AsyncPgConnection, now: Moment) -> Result<Vec<Force>> {
    let today = uk_time::date_of(now);
    Ok(forces::table
        .filter(forces::valid_from.le(today))
        .filter(forces::valid_to.is_null().or(forces::valid_to.gt(today)))
        .order(name_today())
        .select(Force::as_select())
        .load(conn)
        .await?)
}

/// The domains that the e-mail addresses of a force's people belong to.
pub async fn domains(conn: &mut AsyncPgConnection, force: ForceId) -> Result<Vec<String>> {
    Ok(force_domains::table
        .filter(force_domains::force_id.eq(force))
        .order(force_domains::domain)
        .select(force_domains::domain)
        .load(conn)
        .await?)
}
