//! Finding and keeping what is being typed.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Half, Of};
use crate::error::Result;
use crate::evaluation::forms::{Place, ScoreTyped};
use crate::schema::score_halves;
use crate::types::ids::{BidId, CriterionId, RequestId, UserId};
use crate::types::time::Moment;

/// What one person is typing on a request.
pub async fn of(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    (user, what): (UserId, Of),
) -> Result<Vec<Half>> {
    use crate::schema::bids as bid;
    use score_halves as it;
    let rows: Vec<(BidId, CriterionId, String, String)> = it::table
        .inner_join(bid::table)
        .filter(bid::request_id.eq(request))
        .filter(it::user_id.eq(user).and(it::agreed.eq(what == Of::Agreed)))
        .select((it::bid_id, it::criterion_id, it::score, it::reason))
        .load(conn)
        .await?;
    let half = |(bid, criterion, score, reason): (BidId, CriterionId, String, String)| Half {
        bid,
        criterion,
        typed: ScoreTyped { score, reason },
    };
    Ok(rows.into_iter().map(half).collect())
}

/// Keeps what is typed at a place, over what was.
pub(super) async fn keep(
    conn: &mut AsyncPgConnection,
    (user, what): (UserId, Of),
    (place, typed): (&Place, &ScoreTyped),
    now: Moment,
) -> Result<()> {
    use score_halves as it;
    let said = (it::score.eq(&typed.score), it::reason.eq(&typed.reason), it::saved_at.eq(now));
    diesel::insert_into(it::table)
        .values((
            it::bid_id.eq(place.bid),
            it::criterion_id.eq(place.criterion),
            it::user_id.eq(user),
            it::agreed.eq(what == Of::Agreed),
            said,
        ))
        .on_conflict((it::bid_id, it::criterion_id, it::user_id, it::agreed))
        .do_update()
        .set(said)
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets what is kept at a place.
pub(in crate::evaluation) async fn drop(
    conn: &mut AsyncPgConnection,
    (user, what): (UserId, Of),
    (bid, criterion): (BidId, CriterionId),
) -> Result<()> {
    let kept = score_halves::table.find((bid, criterion, user, what == Of::Agreed));
    diesel::delete(kept).execute(conn).await?;
    Ok(())
}
