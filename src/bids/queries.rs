//! Finding and storing bids. Every finder says in its name and its arguments
//! who is looking; none of them counts a sealed bid for anyone else.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::result::Error as Diesel;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{
    Answer, BidHead, BidInFull, Content, Evidence, Ladders, Nomination, Nominee, OpenedBid,
    OpenedPrice, OwnBid, OwnListed, Rate,
};
use super::sealing::model::Digests;
use super::sections::model::Change;
use super::state::BidState;
use super::{policy, price};
use crate::accounts::roles::ProviderMember;
use crate::error::{Error, Result};
use crate::forces::model::name_today;
use crate::framework;
use crate::providers;
use crate::requests;
use crate::requests::model::{Criterion, Request};
use crate::schema::{
    agreed_scores, bid_answers, bid_evidence, bid_rates, bid_team, bids, cleared_specialists,
    forces, openings, providers as companies, quality_locks, requests as asked,
};
use crate::types::ids::{BidId, ProviderId, RequestId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;

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

/// What a bid of one's own says; every list sorted by id.
pub(super) async fn content(conn: &mut AsyncPgConnection, id: BidId) -> Result<Content> {
    Ok(Content {
        evidence: bid_evidence::table
            .filter(bid_evidence::bid_id.eq(id))
            .order(bid_evidence::requirement_id)
            .select(Evidence::as_select())
            .load(conn)
            .await?,
        answers: bid_answers::table
            .filter(bid_answers::bid_id.eq(id))
            .order(bid_answers::criterion_id)
            .select(Answer::as_select())
            .load(conn)
            .await?,
        team: bid_team::table
            .filter(bid_team::bid_id.eq(id))
            .order((bid_team::role_id, bid_team::specialist_id))
            .select(Nomination::as_select())
            .load(conn)
            .await?,
        rates: bid_rates::table
            .filter(bid_rates::bid_id.eq(id))
            .order(bid_rates::role_id)
            .select(Rate::as_select())
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
        roles: requests::queries::roles_of(conn, request.id).await?,
        requirements: requests::queries::requirements_of(conn, request.id).await?,
        criteria: requests::queries::criteria_of(conn, request.id).await?,
        specialists: providers::queries::specialists(conn, provider).await?,
        ceilings: providers::queries::bid_ceilings(conn, provider, &lot).await?,
        ladders: ladders(conn).await?,
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

/// Stores a section of a draft.
pub(super) async fn store(
    conn: &mut AsyncPgConnection,
    id: BidId,
    change: &Change,
    now: Moment,
) -> Result<()> {
    match change {
        Change::Evidence(lines) => {
            diesel::delete(bid_evidence::table.filter(bid_evidence::bid_id.eq(id)))
                .execute(conn)
                .await?;
            let rows: Vec<_> = lines
                .iter()
                .map(|it| {
                    (
                        bid_evidence::bid_id.eq(id),
                        bid_evidence::requirement_id.eq(it.requirement_id),
                        bid_evidence::met.eq(it.met),
                        bid_evidence::evidence.eq(it.evidence.as_str()),
                    )
                })
                .collect();
            diesel::insert_into(bid_evidence::table).values(rows).execute(conn).await?;
        }
        Change::Answer(criterion, answer) => {
            let given = bid_answers::table
                .filter(bid_answers::bid_id.eq(id))
                .filter(bid_answers::criterion_id.eq(*criterion));
            diesel::delete(given).execute(conn).await?;
            if !answer.is_empty() {
                diesel::insert_into(bid_answers::table)
                    .values((
                        bid_answers::bid_id.eq(id),
                        bid_answers::criterion_id.eq(*criterion),
                        bid_answers::answer.eq(answer.as_str()),
                    ))
                    .execute(conn)
                    .await?;
            }
        }
        Change::Team(people) => {
            diesel::delete(bid_team::table.filter(bid_team::bid_id.eq(id))).execute(conn).await?;
            let rows: Vec<_> = people
                .iter()
                .map(|it| {
                    (
                        bid_team::bid_id.eq(id),
                        bid_team::role_id.eq(it.role_id),
                        bid_team::specialist_id.eq(it.specialist_id),
                    )
                })
                .collect();
            diesel::insert_into(bid_team::table).values(rows).execute(conn).await?;
        }
        Change::Price(rates, cap) => {
            diesel::delete(bid_rates::table.filter(bid_rates::bid_id.eq(id))).execute(conn).await?;
            let rows: Vec<_> = rates
                .iter()
                .map(|it| {
                    (
                        bid_rates::bid_id.eq(id),
                        bid_rates::role_id.eq(it.role_id),
                        bid_rates::day_rate.eq(it.day_rate),
                    )
                })
                .collect();
            diesel::insert_into(bid_rates::table).values(rows).execute(conn).await?;
            diesel::update(bids::table.find(id))
                .set(bids::expenses_cap.eq(*cap))
                .execute(conn)
                .await?;
        }
        Change::Declarations(it) => {
            diesel::update(bids::table.find(id))
                .set((bids::no_conflict.eq(it.no_conflict), bids::prices_held.eq(it.prices_held)))
                .execute(conn)
                .await?;
        }
    }
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
    let there = bids::table.find(id).filter(bids::state.eq(BidState::Submitted));
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

/// The submitted bids of a request whose deadline has passed, for the two
/// people who open them: that they exist, not what they say.
pub async fn to_open(
    conn: &mut AsyncPgConnection,
    request: &Request,
    now: Moment,
) -> Result<Vec<BidHead>> {
    policy::may_open(request, now)?;
    Ok(bids::table
        .filter(bids::request_id.eq(request.id))
        .filter(bids::state.eq(BidState::Submitted))
        .order(bids::id)
        .select(BidHead::as_select())
        .load(conn)
        .await?)
}

/// The unsealed bids of a request, without their prices.
pub async fn opened(
    conn: &mut AsyncPgConnection,
    request: &Request,
    now: Moment,
) -> Result<Vec<OpenedBid>> {
    let done = openings::table
        .find(request.id)
        .filter(openings::opened_at.is_not_null())
        .select(openings::request_id);
    let found: Option<RequestId> = done.first(conn).await.optional()?;
    policy::may_read_opened(request, found.is_some(), now)?;
    let rows: Vec<(OwnBid, String)> = bids::table
        .inner_join(companies::table)
        .filter(bids::request_id.eq(request.id))
        .filter(bids::state.ne_all([BidState::Draft, BidState::Submitted]))
        .order(bids::id)
        .select((OwnBid::as_select(), companies::name))
        .load(conn)
        .await?;
    let ids: Vec<BidId> = rows.iter().map(|(bid, _)| bid.id).collect();
    let mut evidence = by_bid(
        bid_evidence::table
            .filter(bid_evidence::bid_id.eq_any(&ids))
            .order((bid_evidence::bid_id, bid_evidence::requirement_id))
            .select((bid_evidence::bid_id, Evidence::as_select()))
            .load(conn)
            .await?,
    );
    let mut answers = by_bid(
        bid_answers::table
            .filter(bid_answers::bid_id.eq_any(&ids))
            .order((bid_answers::bid_id, bid_answers::criterion_id))
            .select((bid_answers::bid_id, Answer::as_select()))
            .load(conn)
            .await?,
    );
    let mut team = by_bid(nominees(conn, &ids).await?);
    let opened = rows.into_iter().map(|(bid, provider_name)| OpenedBid {
        evidence: evidence.remove(&bid.id).unwrap_or_default(),
        answers: answers.remove(&bid.id).unwrap_or_default(),
        team: team.remove(&bid.id).unwrap_or_default(),
        id: bid.id,
        reference: bid.reference,
        provider_id: bid.provider_id,
        provider_name,
        state: bid.state,
        request_version: bid.request_version,
        submitted_at: bid.submitted_at,
        no_conflict: bid.no_conflict,
        prices_held: bid.prices_held,
        state_reason: bid.state_reason,
    });
    Ok(opened.collect())
}

fn by_bid<T>(rows: Vec<(BidId, T)>) -> BTreeMap<BidId, Vec<T>> {
    let mut sorted: BTreeMap<BidId, Vec<T>> = BTreeMap::new();
    for (id, row) in rows {
        sorted.entry(id).or_default().push(row);
    }
    sorted
}

async fn nominees(conn: &mut AsyncPgConnection, ids: &[BidId]) -> Result<Vec<(BidId, Nominee)>> {
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

/// The prices of a request's unsealed bids, once quality is locked.
pub async fn prices(conn: &mut AsyncPgConnection, request: &Request) -> Result<Vec<OpenedPrice>> {
    let locked: Option<RequestId> = quality_locks::table
        .find(request.id)
        .select(quality_locks::request_id)
        .first(conn)
        .await
        .optional()?;
    if locked.is_none() {
        return Err(policy::Refusal::PricesSealed.into());
    }
    unsealed_prices(conn, request).await
}

/// The prices for the act that locks quality, which freezes the ranking they
/// make. Refused unless every unsealed bid still in the competition has an
/// agreed score for every criterion that has a question.
pub async fn prices_to_lock(
    conn: &mut AsyncPgConnection,
    request: &Request,
) -> Result<Vec<OpenedPrice>> {
    let criteria: Vec<Criterion> = requests::queries::criteria_of(conn, request.id).await?;
    let scored = criteria.iter().filter(|it| !it.is_price).map(|it| it.id).collect::<Vec<_>>();
    let heads: Vec<BidId> = unsealed(request.id)
        .filter(bids::state.ne(BidState::Disqualified))
        .select(bids::id)
        .load(conn)
        .await?;
    let agreed: i64 = agreed_scores::table
        .filter(agreed_scores::bid_id.eq_any(&heads))
        .filter(agreed_scores::criterion_id.eq_any(&scored))
        .count()
        .get_result(conn)
        .await?;
    let all = heads.len().saturating_mul(scored.len());
    if usize::try_from(agreed).ok() != Some(all) {
        return Err(policy::Refusal::PricesSealed.into());
    }
    unsealed_prices(conn, request).await
}

#[diesel::dsl::auto_type(no_type_alias)]
fn unsealed(request: RequestId) -> _ {
    let sealed: [BidState; 2] = [BidState::Draft, BidState::Submitted];
    bids::table.filter(bids::request_id.eq(request)).filter(bids::state.ne_all(sealed))
}

async fn unsealed_prices(
    conn: &mut AsyncPgConnection,
    request: &Request,
) -> Result<Vec<OpenedPrice>> {
    let roles = requests::queries::roles_of(conn, request.id).await?;
    let opened: Vec<OwnBid> =
        unsealed(request.id).order(bids::id).select(OwnBid::as_select()).load(conn).await?;
    let ids: Vec<BidId> = opened.iter().map(|it| it.id).collect();
    let mut rates = by_bid(
        bid_rates::table
            .filter(bid_rates::bid_id.eq_any(&ids))
            .order((bid_rates::bid_id, bid_rates::role_id))
            .select((bid_rates::bid_id, Rate::as_select()))
            .load(conn)
            .await?,
    );
    // The price of a bid that was taken out before the lock was never opened.
    let priced = opened
        .into_iter()
        .filter(|bid| bid.state != BidState::Disqualified || rates.contains_key(&bid.id));
    let priced: Vec<OwnBid> = priced.collect();
    let priced = priced.into_iter().map(|bid| {
        let rates = rates.remove(&bid.id).unwrap_or_default();
        let totals = price::totals(&roles, &rates, bid.expenses_cap);
        let total = totals
            .ok_or_else(|| anyhow::anyhow!("the price of {} does not add up", bid.reference))?;
        let (expenses_cap, total) = (bid.expenses_cap, total.excluding_vat);
        Ok(OpenedPrice { bid: bid.id, rates, expenses_cap, total })
    });
    priced.collect::<Result<_, Error>>()
}
