//! Finding and keeping what is being typed.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::upsert::excluded;
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

/// Keeps what is typed at some places, over what was.
pub(super) async fn keep(
    conn: &mut AsyncPgConnection,
    (user, what): (UserId, Of),
    typed: &[&(Place, ScoreTyped)],
    now: Moment,
) -> Result<()> {
    use score_halves as it;
    let row = |(place, typed): &&(Place, ScoreTyped)| {
        (
            it::bid_id.eq(place.bid),
            it::criterion_id.eq(place.criterion),
            it::user_id.eq(user),
            it::agreed.eq(what == Of::Agreed),
            it::score.eq(typed.score.clone()),
            it::reason.eq(typed.reason.clone()),
            it::saved_at.eq(now),
        )
    };
    let rows: Vec<_> = typed.iter().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    diesel::insert_into(it::table)
        .values(rows)
        .on_conflict((it::bid_id, it::criterion_id, it::user_id, it::agreed))
        .do_update()
        .set((
            it::score.eq(excluded(it::score)),
            it::reason.eq(excluded(it::reason)),
            it::saved_at.eq(excluded(it::saved_at)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets what is kept at some places: a page's, so of one bid or of few.
pub(in crate::evaluation) async fn drop(
    conn: &mut AsyncPgConnection,
    (user, what): (UserId, Of),
    places: &[(BidId, CriterionId)],
) -> Result<()> {
    use score_halves as it;
    let mut bids: BTreeMap<BidId, Vec<CriterionId>> = BTreeMap::new();
    for (bid, criterion) in places {
        bids.entry(*bid).or_default().push(*criterion);
    }
    for (bid, criteria) in bids {
        let own = it::table.filter(it::user_id.eq(user).and(it::agreed.eq(what == Of::Agreed)));
        let kept = own.filter(it::bid_id.eq(bid)).filter(it::criterion_id.eq_any(criteria));
        diesel::delete(kept).execute(conn).await?;
    }
    Ok(())
}
