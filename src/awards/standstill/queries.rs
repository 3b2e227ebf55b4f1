//! Finding standstills that are over, and noting that it was told.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::awards::state::AwardState;
use crate::error::Result;
use crate::requests::state::RequestState;
use crate::schema::{awards, requests};
use crate::types::ids::{AwardId, RequestId};
use crate::types::time::Moment;

/// The requests whose standstill is over and whose people do not know yet.
pub async fn over(conn: &mut AsyncPgConnection, now: Moment, most: i64) -> Result<Vec<RequestId>> {
    let free = sql::<Bool>(
        "not exists (select from award_challenges c where c.award_id = awards.id and c.state = 'raised')",
    );
    Ok(awards::table
        .inner_join(requests::table)
        .filter(awards::state.eq(AwardState::Approved))
        .filter(awards::standstill_told_at.is_null())
        .filter(awards::may_sign_from.le(now))
        .filter(requests::state.eq(RequestState::Standstill))
        .filter(free)
        .order(awards::may_sign_from)
        .limit(most)
        .select(awards::request_id)
        .load(conn)
        .await?)
}

/// Whether the end of an award's standstill was told.
pub async fn told(conn: &mut AsyncPgConnection, id: AwardId) -> Result<bool> {
    let at: Option<Moment> =
        awards::table.find(id).select(awards::standstill_told_at).first(conn).await?;
    Ok(at.is_some())
}

/// Notes that it was.
pub(super) async fn note(conn: &mut AsyncPgConnection, id: AwardId, now: Moment) -> Result<()> {
    diesel::update(awards::table.find(id))
        .set(awards::standstill_told_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}
