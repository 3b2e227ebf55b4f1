//! Finding and storing resets of lost second factors.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::FactorReset;
use crate::error::Result;
use crate::schema::{factor_resets, users};
use crate::types::ids::{FactorResetId, UserId};
use crate::types::time::Moment;

type ResetRow = (FactorResetId, UserId, String, UserId, Moment);

fn reset((id, user_id, reason, asked_by, asked_at): ResetRow) -> FactorReset {
    FactorReset { id, user_id, reason, asked_by, asked_at }
}

/// The resets that wait for a second officer, with the person's address and
/// name and the name of whoever put it forward.
pub async fn resets(
    conn: &mut AsyncPgConnection,
) -> Result<Vec<(FactorReset, (String, String), String)>> {
    let asked = diesel::alias!(users as asked);
    let rows: Vec<(ResetRow, (String, String), String)> = factor_resets::table
        .inner_join(users::table.on(users::id.eq(factor_resets::user_id)))
        .inner_join(asked.on(asked.field(users::id).eq(factor_resets::asked_by)))
        .filter(factor_resets::confirmed_at.is_null().and(factor_resets::set_aside_at.is_null()))
        .order(factor_resets::asked_at)
        .select((
            (
                factor_resets::id,
                factor_resets::user_id,
                factor_resets::reason,
                factor_resets::asked_by,
                factor_resets::asked_at,
            ),
            (users::email, users::name),
            asked.field(users::name),
        ))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(it, person, by)| (reset(it), person, by)).collect())
}

/// Whether a reset waits for a person.
pub(super) async fn is_waiting(conn: &mut AsyncPgConnection, user: UserId) -> Result<bool> {
    let open = factor_resets::table
        .filter(factor_resets::user_id.eq(user))
        .filter(factor_resets::confirmed_at.is_null().and(factor_resets::set_aside_at.is_null()));
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn).await?)
}

/// A reset that still waits, held.
pub(super) async fn lock_reset(
    conn: &mut AsyncPgConnection,
    id: FactorResetId,
) -> Result<Option<FactorReset>> {
    let row: Option<ResetRow> = factor_resets::table
        .find(id)
        .filter(factor_resets::confirmed_at.is_null().and(factor_resets::set_aside_at.is_null()))
        .for_update()
        .select((
            factor_resets::id,
            factor_resets::user_id,
            factor_resets::reason,
            factor_resets::asked_by,
            factor_resets::asked_at,
        ))
        .first(conn)
        .await
        .optional()?;
    Ok(row.map(reset))
}

/// Puts a reset forward, unless somebody has just done so.
pub(super) async fn put_forward(
    conn: &mut AsyncPgConnection,
    user: UserId,
    (by, reason): (UserId, &str),
    now: Moment,
) -> Result<bool> {
    let put = diesel::insert_into(factor_resets::table)
        .values((
            factor_resets::id.eq(FactorResetId::mint()),
            factor_resets::user_id.eq(user),
            factor_resets::reason.eq(reason),
            factor_resets::asked_by.eq(by),
            factor_resets::asked_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(put == 1)
}

/// A second officer has confirmed it, or somebody has set it aside.
pub(super) async fn decide(
    conn: &mut AsyncPgConnection,
    id: FactorResetId,
    confirmed_by: Option<UserId>,
    now: Moment,
) -> Result<()> {
    let row = factor_resets::table.find(id);
    match confirmed_by {
        Some(by) => {
            diesel::update(row)
                .set((factor_resets::confirmed_by.eq(by), factor_resets::confirmed_at.eq(now)))
                .execute(conn)
                .await?
        }
        None => diesel::update(row).set(factor_resets::set_aside_at.eq(now)).execute(conn).await?,
    };
    Ok(())
}
