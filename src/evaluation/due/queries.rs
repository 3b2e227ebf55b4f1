//! Finding and keeping the day, and who was reminded of it.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Due;
use crate::error::Result;
use crate::requests::state::RequestState;
use crate::schema::{requests, scoring_deadlines, scoring_reminders};
use crate::types::ids::{RequestId, UserId};
use crate::types::time::Moment;

/// By when the bids on a request are to be scored, once they are open.
pub async fn of(conn: &mut AsyncPgConnection, request: RequestId) -> Result<Option<Due>> {
    Ok(scoring_deadlines::table
        .find(request)
        .select(Due::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// Sets the day, over what it was.
pub(super) async fn set(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    due_at: Moment,
    (by, now): (Option<UserId>, Moment),
) -> Result<()> {
    use scoring_deadlines as it;
    let said = (it::due_at.eq(due_at), it::set_by.eq(by), it::set_at.eq(now));
    diesel::insert_into(it::table)
        .values((it::request_id.eq(request), said))
        .on_conflict(it::request_id)
        .do_update()
        .set(said)
        .execute(conn)
        .await?;
    Ok(())
}

/// Requests whose day has passed with somebody on the panel who was not
/// reminded of it.
pub async fn overdue(conn: &mut AsyncPgConnection, now: Moment) -> Result<Vec<RequestId>> {
    use scoring_deadlines as it;
    let unlocked =
        sql::<Bool>("not exists (select from quality_locks q where q.request_id = requests.id)");
    let untold = sql::<Bool>(
        "exists (select from request_panel p where p.request_id = requests.id and not exists (select from scoring_reminders m \
         where m.request_id = p.request_id and m.user_id = p.user_id and m.due_at = scoring_deadlines.due_at))",
    );
    Ok(it::table
        .inner_join(requests::table)
        .filter(requests::state.eq(RequestState::Evaluating))
        .filter(it::due_at.le(now))
        .filter(unlocked)
        .filter(untold)
        .order((it::due_at, it::request_id))
        .select(it::request_id)
        .load(conn)
        .await?)
}

/// Who was reminded of this deadline.
pub async fn told(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    due_at: Moment,
) -> Result<Vec<UserId>> {
    use scoring_reminders as it;
    Ok(it::table
        .filter(it::request_id.eq(request).and(it::due_at.eq(due_at)))
        .select(it::user_id)
        .load(conn)
        .await?)
}

/// Notes that somebody was reminded.
pub(super) async fn note(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    (user, due_at): (UserId, Moment),
    now: Moment,
) -> Result<()> {
    use scoring_reminders as it;
    diesel::insert_into(it::table)
        .values((
            it::request_id.eq(request),
            it::user_id.eq(user),
            it::due_at.eq(due_at),
            it::reminded_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}
