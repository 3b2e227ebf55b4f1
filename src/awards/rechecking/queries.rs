//! Making the check, and keeping what it found.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Deserialize;

use super::model::{Check, Frozen};
use crate::awards::model::{Award, Fitness};
use crate::error::Result;
use crate::evaluation;
use crate::requests::model::Request;
use crate::schema::award_checks as it;
use crate::types::ids::{AwardId, RequestId};
use crate::types::time::Moment;

/// What the register says now: the winner's fitness, and what every team lacks.
pub async fn now(
    conn: &mut AsyncPgConnection,
    request: &Request,
    fitness: Fitness,
    now: Moment,
) -> Result<Check> {
    let lacking = evaluation::asked::lacking(conn, request, now).await?;
    Ok(Check { bars: fitness.bars, uncleared: fitness.uncleared, lacking })
}

/// What was found when an award was decided, if it was kept.
pub async fn frozen(conn: &mut AsyncPgConnection, award: AwardId) -> Result<Option<Frozen>> {
    let kept: Option<(Moment, serde_json::Value)> =
        it::table.find(award).select((it::checked_at, it::found)).first(conn).await.optional()?;
    let Some((at, found)) = kept else { return Ok(None) };
    Ok(Some(Frozen { at, check: Check::deserialize(&found).map_err(anyhow::Error::from)? }))
}

/// The same of each of some awards.
pub async fn frozen_each(
    conn: &mut AsyncPgConnection,
    awards: &[Award],
) -> Result<BTreeMap<AwardId, Frozen>> {
    let ids: Vec<AwardId> = awards.iter().map(|one| one.id).collect();
    let rows: Vec<(AwardId, Moment, serde_json::Value)> = it::table
        .filter(it::award_id.eq_any(ids))
        .select((it::award_id, it::checked_at, it::found))
        .load(conn)
        .await?;
    let mut all = BTreeMap::new();
    for (award, at, found) in rows {
        let check = Check::deserialize(&found).map_err(anyhow::Error::from)?;
        all.insert(award, Frozen { at, check });
    }
    Ok(all)
}

/// What was found when the award of a request was decided, if one stands.
pub async fn frozen_of(conn: &mut AsyncPgConnection, request: RequestId) -> Result<Option<Frozen>> {
    match crate::awards::queries::approved(conn, request).await? {
        Some(award) => frozen(conn, award.id).await,
        None => Ok(None),
    }
}

/// Keeps what was found with an award that is decided.
pub(in crate::awards) async fn keep(
    conn: &mut AsyncPgConnection,
    award: AwardId,
    check: &Check,
    at: Moment,
) -> Result<()> {
    let found = serde_json::to_value(check).map_err(anyhow::Error::from)?;
    diesel::insert_into(it::table)
        .values((it::award_id.eq(award), it::checked_at.eq(at), it::found.eq(found)))
        .execute(conn)
        .await?;
    Ok(())
}
