//! Finding and keeping challenges.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Diesel};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Challenge, Challenger};
use super::policy::Refusal;
use super::state::ChallengeState;
use crate::awards::model::Award;
use crate::error::Result;
use crate::schema::award_challenges as it;
use crate::types::ids::{AwardId, ChallengeId, ProviderId, RequestId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;

/// Whether an award is on hold: a challenge to it is open.
pub async fn is_held(conn: &mut AsyncPgConnection, award: AwardId) -> Result<bool> {
    let open =
        it::table.filter(it::award_id.eq(award)).filter(it::state.eq(ChallengeState::Raised));
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn).await?)
}

/// Every challenge to the awards of a request, the newest first: for its force.
pub async fn of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Challenge>> {
    Ok(it::table
        .filter(it::request_id.eq(id))
        .order((it::raised_at.desc(), it::id.desc()))
        .select(Challenge::as_select())
        .load(conn)
        .await?)
}

/// What one provider has said against the awards of a request, the newest first,
/// whether it raised it here or the force recorded it: for its people.
pub async fn own(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    provider: ProviderId,
) -> Result<Vec<Challenge>> {
    Ok(it::table
        .filter(it::request_id.eq(request))
        .filter(it::provider_id.eq(provider))
        .order((it::raised_at.desc(), it::id.desc()))
        .select(Challenge::as_select())
        .load(conn)
        .await?)
}

/// One challenge on a request.
pub async fn one(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    id: ChallengeId,
) -> Result<Challenge> {
    Ok(it::table
        .find(id)
        .filter(it::request_id.eq(request))
        .select(Challenge::as_select())
        .first(conn)
        .await?)
}

/// The open challenges to an award.
pub async fn open(conn: &mut AsyncPgConnection, award: AwardId) -> Result<Vec<Challenge>> {
    Ok(it::table
        .filter(it::award_id.eq(award))
        .filter(it::state.eq(ChallengeState::Raised))
        .order(it::raised_at)
        .select(Challenge::as_select())
        .load(conn)
        .await?)
}

/// A challenge to be kept.
pub(super) struct New<'a> {
    pub(super) by: Challenger,
    pub(super) by_force: bool,
    pub(super) words: &'a str,
    pub(super) raised_by: UserId,
    pub(super) at: Moment,
}

/// Keeps a challenge. The database lets a company have one open.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    award: &Award,
    new: &New<'_>,
) -> Result<ChallengeId> {
    let id = ChallengeId::mint();
    let made = diesel::insert_into(it::table)
        .values((
            it::id.eq(id),
            it::request_id.eq(award.request_id),
            it::award_id.eq(award.id),
            it::provider_id.eq(new.by.provider()),
            it::brought_by.eq(new.by.another()),
            it::by_force.eq(new.by_force),
            it::state.eq(ChallengeState::Raised),
            it::words.eq(new.words),
            it::raised_by.eq(new.raised_by),
            it::raised_at.eq(new.at),
        ))
        .execute(conn)
        .await;
    match made {
        Err(Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Refusal::AlreadyRaised.into())
        }
        other => Ok(other.map(|_| id)?),
    }
}

/// Ends a challenge, unless somebody did while we were looking. Whoever takes
/// one back decides nothing.
pub(super) async fn end(
    conn: &mut AsyncPgConnection,
    id: ChallengeId,
    step: &Step<ChallengeState>,
    (by, now, decision): (Option<UserId>, Moment, &str),
) -> Result<()> {
    let changed = diesel::update(it::table.find(id).filter(it::state.eq(step.from())))
        .set((
            it::state.eq(step.to()),
            it::decided_by.eq(by),
            it::decided_at.eq(now),
            it::decision.eq(decision),
        ))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(Refusal::NotOpen.into()) }
}
