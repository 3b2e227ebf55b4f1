//! Finding and keeping awards.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Diesel};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::Recommendation;
use super::model::{Award, Fitness};
use super::policy::{self, Refusal};
use super::state::AwardState;
use crate::bids;
use crate::bids::model::BidHead;
use crate::bids::state::BidState;
use crate::error::{Error, Result};
use crate::evaluation::explaining::view::LowPrices;
use crate::evaluation::model::{RankedBid, Ranking};
use crate::evaluation::{self, explaining, reranking};
use crate::providers;
use crate::requests::bands;
use crate::requests::bands::model::Needed;
use crate::requests::model::Request;
use crate::schema::{awards, requests};
use crate::types::ids::{AwardId, RequestId, UserId};
use crate::types::money::Money;
use crate::types::state::Step;
use crate::types::time::Moment;

/// The award of a request that is recommended or approved, if there is one.
pub async fn active(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Option<Award>> {
    Ok(awards::table
        .filter(awards::request_id.eq(id))
        .filter(awards::state.eq_any([AwardState::Recommended, AwardState::Approved]))
        .select(Award::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// One award.
pub async fn by_id(conn: &mut AsyncPgConnection, id: AwardId) -> Result<Award> {
    Ok(awards::table.find(id).select(Award::as_select()).first(conn).await?)
}

/// The approved award of a request, if there is one.
pub async fn approved(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Option<Award>> {
    Ok(active(conn, id).await?.filter(Award::is_approved))
}

/// The head of the bid that an award names.
pub async fn head_of(conn: &mut AsyncPgConnection, award: &Award) -> Result<BidHead> {
    let states = BidState::ALL;
    let heads = evaluation::queries::heads_in(conn, award.request_id, states).await?;
    heads.into_iter().find(|it| it.id == award.bid_id).ok_or(Error::NotFound)
}

/// The name of the provider that an award names.
pub async fn winner_name(conn: &mut AsyncPgConnection, award: &Award) -> Result<String> {
    let provider = head_of(conn, award).await?.provider_id;
    Ok(providers::queries::provider(conn, provider).await?.name)
}

/// How many approvers an award at a price takes.
pub async fn approvals(
    conn: &mut AsyncPgConnection,
    request: &Request,
    price: Money,
) -> Result<Needed> {
    let band = bands::queries::of(conn, request.force_id).await?;
    Ok(bands::policy::needed_for(Some(policy::value(price)?), &band))
}

/// Whether a provider may still take an award, for all that may have lapsed.
pub async fn fitness(
    conn: &mut AsyncPgConnection,
    request: &Request,
    winner: &RankedBid,
    now: Moment,
) -> Result<Fitness> {
    Ok(Fitness {
        name: providers::queries::provider(conn, winner.provider).await?.name,
        bars: bids::queries::bars(conn, winner.provider, request, now).await?,
        uncleared: evaluation::asked::uncleared_at_award(conn, request, winner.bid, now).await?,
    })
}

/// Refuses a bid whose price is abnormally low and whose bidder was never heard
/// about it.
pub(super) async fn refuse_unheard(
    conn: &mut AsyncPgConnection,
    request: &Request,
    bid: &RankedBid,
    now: Moment,
) -> Result<()> {
    let low = LowPrices::of(conn, request.id, now).await?;
    let name = providers::queries::provider(conn, bid.provider).await?.name;
    policy::is_heard(&name, low.is_heard(bid)).map_err(|refusal| Error::First {
        said: refusal.to_string(),
        href: format!("/requests/{}/explanations", request.reference),
        label: "Ask the bidder to explain its price",
    })
}

/// What was approved before and withdrawn, oldest first.
pub async fn withdrawn(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Award>> {
    let mut all = of(conn, id).await?;
    all.retain(|it| it.state == AwardState::Withdrawn);
    Ok(all)
}

/// Everything that was ever recommended, oldest first.
pub async fn of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Award>> {
    Ok(awards::table
        .filter(awards::request_id.eq(id))
        .order(awards::recommended_at)
        .select(Award::as_select())
        .load(conn)
        .await?)
}

/// What was recommended before and declined or taken back, oldest first.
pub async fn declined(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Vec<Award>> {
    Ok(awards::table
        .filter(awards::request_id.eq(id))
        .filter(awards::state.eq_any([AwardState::Declined, AwardState::TakenBack]))
        .order(awards::recommended_at)
        .select(Award::as_select())
        .load(conn)
        .await?)
}

/// Refuses while something about the ranking is still to be settled.
pub async fn settled(conn: &mut AsyncPgConnection, id: RequestId) -> Result<()> {
    let changing = reranking::queries::waiting(conn, id).await?.is_some();
    let asking = explaining::queries::any_open(conn, id).await?;
    Ok(policy::is_settled(changing, asking)?)
}

/// Keeps a recommendation. The database allows one active award a request.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    new: &Recommendation,
    by: UserId,
    now: Moment,
) -> Result<AwardId> {
    let id = AwardId::mint();
    let made = diesel::insert_into(awards::table)
        .values((
            awards::id.eq(id),
            awards::request_id.eq(request),
            awards::bid_id.eq(new.bid),
            awards::state.eq(AwardState::Recommended),
            awards::reason.eq(&new.reason),
            awards::recommended_by.eq(by),
            awards::recommended_at.eq(now),
        ))
        .execute(conn)
        .await;
    match made {
        Err(Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Refusal::AlreadyRecommended.into())
        }
        other => Ok(other.map(|_| id)?),
    }
}

/// Notes the first of two approvals, unless somebody decided while we were looking.
pub(super) async fn first_approve(
    conn: &mut AsyncPgConnection,
    id: AwardId,
    by: UserId,
    at: Moment,
) -> Result<()> {
    let waits = awards::table
        .find(id)
        .filter(awards::state.eq(AwardState::Recommended))
        .filter(awards::first_approved_by.is_null());
    let changed = diesel::update(waits)
        .set((awards::first_approved_by.eq(by), awards::first_approved_at.eq(at)))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(Refusal::NothingRecommended.into()) }
}

/// Approves a recommendation, unless somebody decided while we were looking.
pub(super) async fn approve(
    conn: &mut AsyncPgConnection,
    id: AwardId,
    step: &Step<AwardState>,
    (by, at, may_sign_from): (UserId, Moment, Moment),
) -> Result<()> {
    let changed = diesel::update(awards::table.find(id).filter(awards::state.eq(step.from())))
        .set((
            awards::state.eq(step.to()),
            awards::approved_by.eq(by),
            awards::approved_at.eq(at),
            awards::may_sign_from.eq(may_sign_from),
        ))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(Refusal::NothingRecommended.into()) }
}

/// Declines a recommendation, unless somebody decided while we were looking.
pub(super) async fn decline(
    conn: &mut AsyncPgConnection,
    id: AwardId,
    step: &Step<AwardState>,
    by: UserId,
    reason: &str,
) -> Result<()> {
    let changed = diesel::update(awards::table.find(id).filter(awards::state.eq(step.from())))
        .set((
            awards::state.eq(step.to()),
            awards::approved_by.eq(by),
            awards::decline_reason.eq(reason),
        ))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(Refusal::NothingRecommended.into()) }
}

/// Who is in first place.
pub(super) async fn first_name(conn: &mut AsyncPgConnection, ranking: &Ranking) -> Result<String> {
    let Some(first) = ranking.first().map(|it| it.provider) else { return Ok(String::new()) };
    let names = evaluation::queries::provider_names(conn, &[first]).await?;
    Ok(names.into_values().next().unwrap_or_default())
}

/// Keeps when and why a request ended without an award.
pub(super) async fn keep_end_reason(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    reason: &str,
    now: Moment,
) -> Result<()> {
    diesel::update(requests::table.find(id))
        .set((requests::end_reason.eq(reason), requests::ended_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(())
}
