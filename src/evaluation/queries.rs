//! Finding and keeping openings, scores, and the lock that freezes them.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use rust_decimal::Decimal;

use super::forms::Given;
use super::model::{AgreedScore, Opening, QualityLock, Ranking, Score, Snapshot};
use super::reranking;
use crate::bids;
use crate::bids::model::BidHead;
use crate::bids::state::BidState;
use crate::error::{Error, Result};
use crate::requests;
use crate::requests::model::Request;
use crate::schema::{agreed_scores, openings, providers, quality_locks, scores, users};
use crate::types::ids::{BidId, ProviderId, RequestId, UserId};
use crate::types::money::Money;
use crate::types::time::Moment;

/// The opening of a request's bids, if anyone has confirmed it.
pub async fn opening(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Option<Opening>> {
    Ok(openings::table.find(id).select(Opening::as_select()).first(conn).await.optional()?)
}

/// Notes the first person's confirmation; false if somebody was first.
pub(super) async fn confirm_first(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    by: UserId,
    now: Moment,
) -> Result<bool> {
    let made = diesel::insert_into(openings::table)
        .values((
            openings::request_id.eq(id),
            openings::first_by.eq(by),
            openings::first_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(made == 1)
}

/// Notes the second person's confirmation; false if somebody was second.
pub(super) async fn confirm_second(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    by: UserId,
    now: Moment,
) -> Result<bool> {
    let changed = diesel::update(openings::table.find(id).filter(openings::second_by.is_null()))
        .set((openings::second_by.eq(by), openings::opened_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(changed == 1)
}

/// The bids of a request in a state, with nothing of what they say.
pub(super) async fn bids_in(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    states: &[BidState],
) -> Result<Vec<(BidId, ProviderId)>> {
    use crate::schema::bids as it;
    Ok(it::table
        .filter(it::request_id.eq(id))
        .filter(it::state.eq_any(states))
        .order(it::id)
        .select((it::id, it::provider_id))
        .load(conn)
        .await?)
}

/// The same, with their references.
pub async fn heads_in(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    states: &[BidState],
) -> Result<Vec<BidHead>> {
    use crate::schema::bids as it;
    Ok(it::table
        .filter(it::request_id.eq(id))
        .filter(it::state.eq_any(states))
        .order(it::id)
        .select(BidHead::as_select())
        .load(conn)
        .await?)
}

/// How many bids were opened.
pub async fn opened_count(conn: &mut AsyncPgConnection, id: RequestId) -> Result<i64> {
    use crate::schema::bids as it;
    Ok(it::table
        .filter(it::request_id.eq(id))
        .filter(it::state.ne_all(bids::queries::UNOPENED))
        .count()
        .get_result(conn)
        .await?)
}

/// What one evaluator has given so far.
pub async fn scores_by(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    evaluator: UserId,
) -> Result<Vec<Score>> {
    use crate::schema::bids as bid;
    Ok(scores::table
        .inner_join(bid::table)
        .filter(bid::request_id.eq(id))
        .filter(scores::evaluator_id.eq(evaluator))
        .select(Score::as_select())
        .load(conn)
        .await?)
}

/// Every evaluator's scores, for moderation.
pub async fn scores(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Score>> {
    use crate::schema::bids as bid;
    Ok(scores::table
        .inner_join(bid::table)
        .filter(bid::request_id.eq(id))
        .order((scores::bid_id, scores::criterion_id, scores::evaluator_id))
        .select(Score::as_select())
        .load(conn)
        .await?)
}

/// The names of people.
pub async fn names(
    conn: &mut AsyncPgConnection,
    who: &[UserId],
) -> Result<BTreeMap<UserId, String>> {
    let rows: Vec<(UserId, String)> = users::table
        .filter(users::id.eq_any(who))
        .select((users::id, users::name))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The names of providers.
pub async fn provider_names(
    conn: &mut AsyncPgConnection,
    ids: &[ProviderId],
) -> Result<BTreeMap<ProviderId, String>> {
    let rows: Vec<(ProviderId, String)> = providers::table
        .filter(providers::id.eq_any(ids))
        .select((providers::id, providers::name))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Keeps an evaluator's scores, over what they gave before.
pub(super) async fn save_scores(
    conn: &mut AsyncPgConnection,
    evaluator: UserId,
    given: &[Given],
    now: Moment,
) -> Result<()> {
    let row = |it: &Given| {
        (
            scores::bid_id.eq(it.bid),
            scores::criterion_id.eq(it.criterion),
            scores::evaluator_id.eq(evaluator),
            scores::score.eq(it.score),
            scores::reason.eq(it.reason.clone()),
            scores::saved_at.eq(now),
        )
    };
    let rows: Vec<_> = given.iter().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    diesel::insert_into(scores::table)
        .values(rows)
        .on_conflict((scores::bid_id, scores::criterion_id, scores::evaluator_id))
        .do_update()
        .set((
            scores::score.eq(excluded(scores::score)),
            scores::reason.eq(excluded(scores::reason)),
            scores::saved_at.eq(excluded(scores::saved_at)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// What the panel has agreed so far.
pub async fn agreed(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<AgreedScore>> {
    use crate::schema::bids as bid;
    Ok(agreed_scores::table
        .inner_join(bid::table)
        .filter(bid::request_id.eq(id))
        .select(AgreedScore::as_select())
        .load(conn)
        .await?)
}

/// Keeps what the panel agreed, over what it agreed before.
pub(super) async fn save_agreed(
    conn: &mut AsyncPgConnection,
    by: UserId,
    given: &[Given],
    now: Moment,
) -> Result<()> {
    use agreed_scores as to;
    let row = |it: &Given| {
        (
            to::bid_id.eq(it.bid),
            to::criterion_id.eq(it.criterion),
            to::score.eq(it.score),
            to::reason.eq(it.reason.clone()),
            to::agreed_by.eq(by),
            to::agreed_at.eq(now),
        )
    };
    let rows: Vec<_> = given.iter().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    diesel::insert_into(to::table)
        .values(rows)
        .on_conflict((to::bid_id, to::criterion_id))
        .do_update()
        .set((
            to::score.eq(excluded(to::score)),
            to::reason.eq(excluded(to::reason)),
            to::agreed_by.eq(excluded(to::agreed_by)),
            to::agreed_at.eq(excluded(to::agreed_at)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Who agreed scores for a bid last, and when.
pub async fn agreed_last(
    conn: &mut AsyncPgConnection,
    bid: BidId,
) -> Result<Option<(UserId, String, Moment)>> {
    Ok(agreed_scores::table
        .inner_join(users::table)
        .filter(agreed_scores::bid_id.eq(bid))
        .order(agreed_scores::agreed_at.desc())
        .select((users::id, users::name, agreed_scores::agreed_at))
        .first(conn)
        .await
        .optional()?)
}

/// What the panel agreed, with who wrote it down and when.
pub async fn agreed_with_who(
    conn: &mut AsyncPgConnection,
    id: RequestId,
) -> Result<Vec<(AgreedScore, UserId, Moment)>> {
    use crate::schema::bids as bid;
    Ok(agreed_scores::table
        .inner_join(bid::table)
        .filter(bid::request_id.eq(id))
        .order((agreed_scores::bid_id, agreed_scores::criterion_id))
        .select((AgreedScore::as_select(), agreed_scores::agreed_by, agreed_scores::agreed_at))
        .load(conn)
        .await?)
}

/// The lock on a request's quality, if it is locked.
pub async fn lock_of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Option<QualityLock>> {
    Ok(quality_locks::table
        .find(id)
        .select(QualityLock::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// Locks quality; false if it is locked already.
pub(super) async fn insert_lock(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    by: UserId,
    frozen: &Snapshot,
    now: Moment,
) -> Result<bool> {
    let kept = serde_json::to_value(frozen).map_err(anyhow::Error::from)?;
    let made = diesel::insert_into(quality_locks::table)
        .values((
            quality_locks::request_id.eq(id),
            quality_locks::locked_by.eq(by),
            quality_locks::locked_at.eq(now),
            quality_locks::ranking.eq(kept),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(made == 1)
}

/// The order of merit of a request, as it was frozen when quality was locked or
/// changed by two people since.
pub async fn ranking(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Ranking> {
    let snapshot = reranking::queries::snapshot(conn, id).await?;
    Ok(snapshot.ok_or(Error::NotFound)?.ranking)
}

/// Every bid's price and the weight of price: the last things a ranking needs.
/// Refused until a score is agreed for every bid on every criterion.
pub(super) async fn prices_to_lock(
    conn: &mut AsyncPgConnection,
    request: &Request,
) -> Result<(BTreeMap<BidId, Money>, Decimal)> {
    let opened = bids::opened::queries::prices_to_lock(conn, request).await?;
    let criteria = requests::queries::criteria_of(conn, request.id).await?;
    let weight = criteria.iter().filter(|it| it.is_price).map(|it| Decimal::from(it.weight)).sum();
    Ok((opened.into_iter().map(|it| (it.bid, it.total)).collect(), weight))
}
