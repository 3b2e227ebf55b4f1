//! Finding forces.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Force;
use crate::error::Result;
use crate::schema::forces;
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
        .order(forces::name)
        .select(Force::as_select())
        .load(conn)
        .await?)
}
