//! Finding and storing bands.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{Band, Needed};
use super::policy;
use crate::audit::change::{Told, told};
use crate::audit::entry;
use crate::error::Result;
use crate::requests::model::Request;
use crate::schema::{approval_bands, forces};
use crate::types::ids::{ForceId, UserId};
use crate::types::money::Money;
use crate::types::time::Moment;

/// The band that holds for a force: its own, or the one for every force.
pub async fn of(conn: &mut AsyncPgConnection, force: ForceId) -> Result<Band> {
    use approval_bands as it;
    Ok(it::table
        .filter(it::force_id.is_null().or(it::force_id.eq(force)))
        .order((it::force_id.is_null(), it::id.desc()))
        .select(Band::as_select())
        .first(conn)
        .await?)
}

/// How many approvers a request takes now.
pub async fn needed(conn: &mut AsyncPgConnection, request: &Request) -> Result<Needed> {
    Ok(policy::needed(request, &of(conn, request.force_id).await?))
}

/// Of two administrators at once, the second sees what the first did.
pub(super) async fn lock(conn: &mut AsyncPgConnection, force: ForceId) -> Result<()> {
    let row = forces::table.find(force).for_no_key_update().select(forces::id);
    row.first::<ForceId>(conn).await?;
    Ok(())
}

pub(super) async fn set(
    conn: &mut AsyncPgConnection,
    force: ForceId,
    one_up_to: Money,
    (by, now): (UserId, Moment),
) -> Result<()> {
    diesel::insert_into(approval_bands::table)
        .values((
            approval_bands::id.eq(Uuid::now_v7()),
            approval_bands::force_id.eq(force),
            approval_bands::one_up_to.eq(one_up_to),
            approval_bands::set_by.eq(by),
            approval_bands::set_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// What was changed about a force's band, newest first.
pub async fn history(conn: &mut AsyncPgConnection, force: ForceId) -> Result<Vec<Told>> {
    let lines = entry::history(conn, &[force.uuid()]).await?;
    Ok(told(&lines, &["approval_band."], ""))
}
