//! Finding and storing bids. Every finder says in its name and its arguments
//! who is looking; none of them counts a sealed bid for anyone else.

use diesel::prelude::*;
use diesel::result::Error as Diesel;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{
    Answer, BidHead, BidInFull, Content, Evidence, Ladders, Nomination, Nominee, OutcomePrice,
    OwnBid, OwnListed, Rate,
};
use super::sealing::model::Digests;
use super::state::BidState;
use super::{attachments, policy};
use crate::accounts::roles::ProviderMember;
use crate::error::Result;
use crate::forces::model::name_today;
use crate::framework;
use crate::providers;
use crate::requests;
use crate::requests::model::Request;
use crate::schema::{
    bid_answers, bid_evidence, bid_prices, bid_rates, bid_team, bids, cleared_specialists, forces,
    request_criteria, request_outcomes, request_requirements, request_roles, requests as asked,
};
use crate::types::ids::{BidId, ProviderId, RequestId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;

/// Where a bid stands that nobody has opened.
pub const UNOPENED: [BidState; 3] =
    [BidState::Draft, BidState::Submitted, BidState::NeedsReconfirm];

/// A bid of this provider's own; anyone else's is not found.
pub async fn own(
    conn: &mut AsyncPgConnection,
    who: &ProviderMember,
    reference: &str,
) -> Result<OwnBid> {
    Ok(bids::table
        .filter(bids::reference.eq(reference))
        .filter(bids::provider_id.eq(who.provider))
        .select(OwnBid::as_select())
        .first(conn)
        .await?)
}

/// A bid of this provider's own, held until the change is committed.
pub async fn lock_own(
    conn: &mut AsyncPgConnection,
    who: &ProviderMember,
    reference: &str,
) -> Result<OwnBid> {
    Ok(bids::table
        .filter(bids::reference.eq(reference))
        .filter(bids::provider_id.eq(who.provider))
        .select(OwnBid::as_select())
        .for_update()
        .first(conn)
        .await?)
}

/// This provider's own bid on a request, if it has begun one.
pub async fn own_on(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    request: RequestId,
) -> Result<Option<OwnBid>> {
    Ok(bids::table
        .filter(bids::request_id.eq(request))
        .filter(bids::provider_id.eq(provider))
        .select(OwnBid::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// All bids of this provider's own, the next deadline first.
pub async fn own_list(
    conn: &mut AsyncPgConnection,
    who: &ProviderMember,
) -> Result<Vec<OwnListed>> {
    let rows: Vec<(OwnBid, Request, String)> = bids::table
        .inner_join(asked::table.inner_join(forces::table))
        .filter(bids::provider_id.eq(who.provider))
        .order((asked::closes_at, bids::id))
        .select((OwnBid::as_select(), Request::as_select(), name_today()))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(bid, request, force)| OwnListed { bid, request, force }).collect())
}

/// The request a bid answers, held so that it cannot move while the bid does.
pub async fn hold_request(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Request> {
    Ok(asked::table.find(id).select(Request::as_select()).for_share().first(conn).await?)
}

/// What a bid of one's own says of what the request asks now; every list sorted
/// by id.
pub(super) async fn content(conn: &mut AsyncPgConnection, id: BidId) -> Result<Content> {
    Ok(Content {
        evidence: bid_evidence::table
            .inner_join(request_requirements::table)
            .filter(bid_evidence::bid_id.eq(id))
            .filter(request_requirements::removed_in.is_null())
            .order(bid_evidence::requirement_id)
            .select(Evidence::as_select())
            .load(conn)
            .await?,
        answers: bid_answers::table
            .inner_join(request_criteria::table)
            .filter(bid_answers::bid_id.eq(id))
            .filter(request_criteria::removed_in.is_null())
            .order(bid_answers::criterion_id)
            .select(Answer::as_select())
            .load(conn)
            .await?,
        team: bid_team::table
            .inner_join(request_roles::table)
            .filter(bid_team::bid_id.eq(id))
            .filter(request_roles::removed_in.is_null())
            .order((bid_team::role_id, bid_team::specialist_id))
            .select(Nomination::as_select())
            .load(conn)
            .await?,
        rates: bid_rates::table
            .inner_join(request_roles::table)
            .filter(bid_rates::bid_id.eq(id))
            .filter(request_roles::removed_in.is_null())
            .order(bid_rates::role_id)
            .select(Rate::as_select())
            .load(conn)
            .await?,
        prices: bid_prices::table
            .inner_join(request_outcomes::table)
            .filter(bid_prices::bid_id.eq(id))
            .filter(request_outcomes::removed_in.is_null())
            .order(bid_prices::outcome_id)
            .select(OutcomePrice::as_select())
            .load(conn)
            .await?,
    })
}

/// A bid of this provider's own, with everything it is judged by.
pub async fn own_in_full(
    conn: &mut AsyncPgConnection,
    who: &ProviderMember,
    reference: &str,
) -> Result<BidInFull> {
    let bid = own(conn, who, reference).await?;
    let request = requests::queries::by_id(conn, bid.request_id).await?;
    in_full(conn, bid, request).await
}

pub(super) async fn in_full(
    conn: &mut AsyncPgConnection,
    bid: OwnBid,
    request: Request,
) -> Result<BidInFull> {
    let (provider, lot) = (bid.provider_id, request.lot_code.clone().unwrap_or_default());
    Ok(BidInFull {
        content: content(conn, bid.id).await?,
        nominees: nominees(conn, &[bid.id]).await?.into_iter().map(|(_, one)| one).collect(),
        outcomes: requests::queries::outcomes_of(conn, &request).await?,
        roles: requests::queries::roles_of(conn, request.id).await?,
        requirements: requests::queries::requirements_of(conn, request.id).await?,
        criteria: requests::queries::criteria_of(conn, request.id).await?,
        specialists: providers::queries::specialists(conn, provider).await?,
        ceilings: providers::queries::bid_ceilings(conn, provider, &lot).await?,
        ladders: ladders(conn).await?,
        attachments: attachments::queries::of(conn, bid.id).await?,
        bid,
        request,
    })
}

/// The two ladders of clearance.
pub async fn ladders(conn: &mut AsyncPgConnection) -> Result<Ladders> {
    Ok(Ladders {
        nppv: framework::queries::police_vetting_levels(conn).await?,
        nsv: framework::queries::security_clearance_levels(conn).await?,
    })
}

/// What keeps a provider from bidding on a request, as sentences.
pub async fn bars(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    request: &Request,
    now: Moment,
) -> Result<Vec<String>> {
    let standing = providers::queries::standing(conn, provider).await?;
    let lot = request.lot_code.as_deref().unwrap_or_default();
    let today = crate::types::uk_time::date_of(now);
    let bars = providers::policy::bars_to_bidding(&standing, lot, today);
    Ok(bars.iter().map(ToString::to_string).collect())
}

/// Begins a bid, unless this provider has one on the request already.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    who: &ProviderMember,
    request: &Request,
    reference: &str,
    now: Moment,
) -> Result<Option<OwnBid>> {
    Ok(diesel::insert_into(bids::table)
        .values((
            bids::id.eq(BidId::mint()),
            bids::reference.eq(reference),
            bids::request_id.eq(request.id),
            bids::request_version.eq(request.version),
            bids::provider_id.eq(who.provider),
            bids::state.eq(BidState::Draft),
            bids::created_by.eq(who.user),
            bids::created_at.eq(now),
            bids::saved_at.eq(now),
        ))
        .on_conflict((bids::request_id, bids::provider_id))
        .do_nothing()
        .returning(OwnBid::as_returning())
        .get_result(conn)
        .await
        .optional()?)
}

/// Notes that something in a bid was saved.
pub(super) async fn touch(conn: &mut AsyncPgConnection, id: BidId, now: Moment) -> Result<()> {
    diesel::update(bids::table.find(id)).set(bids::saved_at.eq(now)).execute(conn).await?;
    Ok(())
}

/// Moves a draft to submitted, with what proves it. The database compares its
/// own clock with the deadline once more.
pub(super) async fn submit(
    conn: &mut AsyncPgConnection,
    id: BidId,
    step: &Step<BidState>,
    proof: &Submission,
) -> Result<OwnBid> {
    let moved = diesel::update(bids::table.find(id).filter(bids::state.eq(step.from())))
        .set((
            bids::state.eq(step.to()),
            bids::request_version.eq(proof.request_version),
            bids::submitted_by.eq(proof.by),
            bids::submitted_at.eq(proof.at),
            bids::content_hash.eq(&proof.digests.quality),
            bids::price_hash.eq(&proof.digests.price),
            bids::replacing_since.eq(None::<Moment>),
            bids::written_for.eq(None::<i32>),
        ))
        .returning(OwnBid::as_returning())
        .get_result(conn)
        .await;
    or_late(moved)
}

/// Who submitted what, when, and on which version of the request.
pub(super) struct Submission {
    pub(super) by: UserId,
    pub(super) at: Moment,
    pub(super) request_version: i32,
    pub(super) digests: Digests,
}

/// Begins or ends the writing of a bid that takes a submitted one's place.
pub(super) async fn replacing(
    conn: &mut AsyncPgConnection,
    id: BidId,
    since: Option<Moment>,
) -> Result<OwnBid> {
    let sealed = [BidState::Submitted, BidState::NeedsReconfirm];
    let there = bids::table.find(id).filter(bids::state.eq_any(sealed));
    let moved = diesel::update(there)
        .set(bids::replacing_since.eq(since))
        .returning(OwnBid::as_returning())
        .get_result(conn)
        .await;
    or_late(moved)
}

/// Takes a submitted bid back: what remains is what was written to replace it.
pub(super) async fn withdraw(
    conn: &mut AsyncPgConnection,
    id: BidId,
    step: &Step<BidState>,
) -> Result<OwnBid> {
    let moved = diesel::update(bids::table.find(id).filter(bids::state.eq(step.from())))
        .set((
            bids::state.eq(step.to()),
            bids::submitted_by.eq(None::<UserId>),
            bids::submitted_at.eq(None::<Moment>),
            bids::content_hash.eq(None::<Vec<u8>>),
            bids::price_hash.eq(None::<Vec<u8>>),
            bids::replacing_since.eq(None::<Moment>),
            bids::written_for.eq(None::<i32>),
        ))
        .returning(OwnBid::as_returning())
        .get_result(conn)
        .await;
    or_late(moved)
}

/// Moves a bid on after the deadline, unless it moved while we were looking.
pub async fn apply(
    conn: &mut AsyncPgConnection,
    id: BidId,
    step: &Step<BidState>,
) -> Result<BidHead> {
    let moved = diesel::update(bids::table.find(id).filter(bids::state.eq(step.from())))
        .set((bids::state.eq(step.to()), bids::replacing_since.eq(None::<Moment>)))
        .returning(BidHead::as_returning())
        .get_result(conn)
        .await;
    or_late(moved)
}

/// Disqualifies a bid, with the reason its provider will read.
pub async fn apply_with_reason(
    conn: &mut AsyncPgConnection,
    id: BidId,
    step: &Step<BidState>,
    reason: &str,
) -> Result<BidHead> {
    let head = apply(conn, id, step).await?;
    diesel::update(bids::table.find(id)).set(bids::state_reason.eq(reason)).execute(conn).await?;
    Ok(head)
}

/// The words of the trigger `bids_stop_at_the_deadline`, which raises MU001.
const LATE: &str = "the deadline has passed";

/// What came of a change that the database refuses once the deadline has passed.
pub(super) fn or_late<T>(moved: QueryResult<T>) -> Result<T> {
    match moved {
        Ok(bid) => Ok(bid),
        Err(Diesel::NotFound) => Err(policy::Refusal::MovedOn.into()),
        Err(Diesel::DatabaseError(_, said)) if said.message() == LATE => {
            Err(policy::Refusal::Closed.into())
        }
        Err(other) => Err(other.into()),
    }
}

/// Who is put forward in some bids, bid by bid and role by role.
pub(super) async fn nominees(
    conn: &mut AsyncPgConnection,
    ids: &[BidId],
) -> Result<Vec<(BidId, Nominee)>> {
    Ok(bid_team::table
        .inner_join(cleared_specialists::table)
        .filter(bid_team::bid_id.eq_any(ids))
        .order((
            bid_team::bid_id,
            bid_team::role_id,
            cleared_specialists::name,
            cleared_specialists::id,
        ))
        .select((
            bid_team::bid_id,
            (
                bid_team::role_id,
                cleared_specialists::id,
                cleared_specialists::name,
                cleared_specialists::sfia_level,
                cleared_specialists::nppv,
                cleared_specialists::nppv_expires,
                cleared_specialists::nsv,
                cleared_specialists::nsv_expires,
            ),
        ))
        .load(conn)
        .await?)
}
