//! Finding and keeping changes of the ranking and the snapshots they make.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Diesel};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Deserialize;

use super::model::{Before, Numbered, Proposal, RankingChange, What};
use super::policy::Refusal;
use super::state::RankingChangeState;
use crate::error::{Error, Result};
use crate::evaluation::model::{AgreedScore, Snapshot};
use crate::evaluation::queries::lock_of;
use crate::schema::{awards, ranking_changes, ranking_snapshots};
use crate::types::ids::{RankingChangeId, RequestId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;

/// Every ranking a request has had, the newest first; none before the lock.
pub async fn numbered(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Numbered>> {
    let Some(lock) = lock_of(conn, id).await? else { return Ok(Vec::new()) };
    let later: Vec<(i32, RankingChangeId, Moment, serde_json::Value)> = ranking_snapshots::table
        .filter(ranking_snapshots::request_id.eq(id))
        .order(ranking_snapshots::number.desc())
        .select((
            ranking_snapshots::number,
            ranking_snapshots::change_id,
            ranking_snapshots::made_at,
            ranking_snapshots::ranking,
        ))
        .load(conn)
        .await?;
    let mut all = Vec::new();
    for (number, change, made_at, kept) in later {
        let snapshot = Snapshot::deserialize(&kept).map_err(anyhow::Error::from)?;
        all.push(Numbered { number, change: Some(change), made_at, snapshot });
    }
    let snapshot = lock.snapshot()?;
    all.push(Numbered { number: 1, change: None, made_at: lock.locked_at, snapshot });
    Ok(all)
}

/// The ranking in force; none before the lock.
pub async fn current(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Option<Numbered>> {
    Ok(numbered(conn, id).await?.into_iter().next())
}

/// The snapshot in force; none before the lock.
pub async fn snapshot(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Option<Snapshot>> {
    Ok(current(conn, id).await?.map(|it| it.snapshot))
}

/// How the ranking stands before a change; none before the lock.
pub async fn before(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Option<Before>> {
    let Some(now) = current(conn, id).await? else { return Ok(None) };
    let waiting = waiting(conn, id).await?.is_some();
    Ok(Some(Before { now, awarded: is_awarded(conn, id).await?, waiting }))
}

/// Whether an award is recommended or approved.
pub async fn is_awarded(conn: &mut AsyncPgConnection, id: RequestId) -> Result<bool> {
    let active = awards::table
        .filter(awards::request_id.eq(id))
        .filter(awards::state.eq_any(["recommended", "approved"]));
    Ok(diesel::select(diesel::dsl::exists(active)).get_result(conn).await?)
}

/// The change that waits for a second person, if one does.
pub async fn waiting(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Option<RankingChange>> {
    Ok(ranking_changes::table
        .filter(ranking_changes::request_id.eq(id))
        .filter(ranking_changes::state.eq(RankingChangeState::Proposed))
        .select(RankingChange::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// Every change that was proposed, the newest first.
pub async fn all(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<RankingChange>> {
    Ok(ranking_changes::table
        .filter(ranking_changes::request_id.eq(id))
        .order((ranking_changes::proposed_at.desc(), ranking_changes::id.desc()))
        .select(RankingChange::as_select())
        .load(conn)
        .await?)
}

/// One change of a request.
pub async fn one(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    id: RankingChangeId,
) -> Result<RankingChange> {
    Ok(ranking_changes::table
        .find(id)
        .filter(ranking_changes::request_id.eq(request))
        .select(RankingChange::as_select())
        .first(conn)
        .await?)
}

/// Keeps a proposal, with the score there was. The database lets one wait.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    (id, request): (RankingChangeId, RequestId),
    new: &Proposal,
    was: Option<&AgreedScore>,
    (by, now): (UserId, Moment),
) -> Result<()> {
    let code = match &new.what {
        What::Disqualify(code) => Some(*code),
        _ => None,
    };
    let (criterion, score, reason) = match &new.what {
        What::Rescore { criterion, score, reason } => {
            (Some(*criterion), Some(*score), reason.as_str())
        }
        _ => (None, None, ""),
    };
    use ranking_changes as it;
    let made = diesel::insert_into(it::table)
        .values((
            (
                it::id.eq(id),
                it::request_id.eq(request),
                it::bid_id.eq(new.bid),
                it::kind.eq(new.what.kind()),
                it::state.eq(RankingChangeState::Proposed),
                it::code.eq(code),
            ),
            (
                it::criterion_id.eq(criterion),
                it::score.eq(score),
                it::score_reason.eq(reason),
                it::was_score.eq(was.map(|it| it.score)),
                it::was_reason.eq(was.map_or("", |it| it.reason.as_str())),
                it::reason.eq(&new.reason),
                it::proposed_by.eq(by),
                it::proposed_at.eq(now),
            ),
        ))
        .execute(conn)
        .await;
    match made {
        Err(Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Refusal::AnotherWaits.into())
        }
        other => Ok(other.map(drop)?),
    }
}

/// Moves a change on, unless somebody did while we were looking. `by` is the
/// second person; whoever takes a change back is none.
pub(super) async fn decide(
    conn: &mut AsyncPgConnection,
    id: RankingChangeId,
    step: &Step<RankingChangeState>,
    (by, now, decision): (Option<UserId>, Moment, &str),
) -> Result<()> {
    use ranking_changes as it;
    let changed = diesel::update(it::table.find(id).filter(it::state.eq(step.from())))
        .set((
            it::state.eq(step.to()),
            it::decided_by.eq(by),
            it::decided_at.eq(now),
            it::decision.eq(decision),
        ))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(Refusal::NotWaiting.into()) }
}

/// Keeps the ranking that a change makes, under the next number.
pub(super) async fn keep(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    change: RankingChangeId,
    snapshot: &Snapshot,
    now: Moment,
) -> Result<i32> {
    let last = current(conn, request).await?.ok_or(Error::NotFound)?.number;
    let kept = serde_json::to_value(snapshot).map_err(anyhow::Error::from)?;
    diesel::insert_into(ranking_snapshots::table)
        .values((
            ranking_snapshots::request_id.eq(request),
            ranking_snapshots::number.eq(last + 1),
            ranking_snapshots::change_id.eq(change),
            ranking_snapshots::made_at.eq(now),
            ranking_snapshots::ranking.eq(kept),
        ))
        .execute(conn)
        .await?;
    Ok(last + 1)
}
