//! Loading unsealed bids: what they say once two people have opened them, and
//! what they cost once quality is locked. Each asks the policy itself.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{OpenedBid, OpenedPrice};
use crate::bids::attachments;
use crate::bids::model::{Answer, Evidence, Nominee, OutcomePrice, OwnBid, Rate};
use crate::bids::policy::{self, Refusal};
use crate::bids::price::Asked;
use crate::bids::queries::{UNOPENED, nominees};
use crate::bids::state::BidState;
use crate::error::{Error, Result};
use crate::requests;
use crate::requests::model::{Criterion, Request};
use crate::schema::{
    agreed_scores, bid_answers, bid_evidence, bid_prices, bid_rates, bids, openings, providers,
    quality_locks,
};
use crate::types::ids::{BidId, RequestId};
use crate::types::time::Moment;

/// The unsealed bids of a request, without their prices.
pub async fn all(
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
        .inner_join(providers::table)
        .filter(bids::request_id.eq(request.id))
        .filter(bids::state.ne_all(UNOPENED))
        .order(bids::id)
        .select((OwnBid::as_select(), providers::name))
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
    let mut attached = by_bid(attachments::queries::opened(conn, &ids).await?);
    let opened = rows.into_iter().map(|(bid, provider_name)| OpenedBid {
        evidence: evidence.remove(&bid.id).unwrap_or_default(),
        answers: answers.remove(&bid.id).unwrap_or_default(),
        team: team.remove(&bid.id).unwrap_or_default(),
        attachments: attached.remove(&bid.id).unwrap_or_default(),
        id: bid.id,
        reference: bid.reference,
        provider_id: bid.provider_id,
        provider_name,
        state: bid.state,
        request_version: bid.request_version,
        submitted_at: bid.submitted_at,
        team_words: bid.team_words,
        no_conflict: bid.no_conflict,
        prices_held: bid.prices_held,
        state_reason: bid.state_reason,
    });
    Ok(opened.collect())
}

/// Who is named in an unsealed bid, as they are cleared today.
pub async fn team(conn: &mut AsyncPgConnection, bid: BidId) -> Result<Vec<Nominee>> {
    let unsealed: BidId = bids::table
        .find(bid)
        .filter(bids::state.ne_all(UNOPENED))
        .select(bids::id)
        .first(conn)
        .await?;
    Ok(nominees(conn, &[unsealed]).await?.into_iter().map(|(_, one)| one).collect())
}

fn by_bid<T>(rows: Vec<(BidId, T)>) -> BTreeMap<BidId, Vec<T>> {
    let mut sorted: BTreeMap<BidId, Vec<T>> = BTreeMap::new();
    for (id, row) in rows {
        sorted.entry(id).or_default().push(row);
    }
    sorted
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
        return Err(Refusal::PricesSealed.into());
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
        return Err(Refusal::PricesSealed.into());
    }
    unsealed_prices(conn, request).await
}

#[diesel::dsl::auto_type(no_type_alias)]
fn unsealed(request: RequestId) -> _ {
    let sealed: [BidState; 3] = UNOPENED;
    bids::table.filter(bids::request_id.eq(request)).filter(bids::state.ne_all(sealed))
}

async fn unsealed_prices(
    conn: &mut AsyncPgConnection,
    request: &Request,
) -> Result<Vec<OpenedPrice>> {
    let roles = requests::queries::roles_of(conn, request.id).await?;
    let outcomes = requests::queries::outcomes_of(conn, request).await?;
    let asked = Asked::of(request, &outcomes, &roles);
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
    let mut prices = by_bid(
        bid_prices::table
            .filter(bid_prices::bid_id.eq_any(&ids))
            .order((bid_prices::bid_id, bid_prices::outcome_id))
            .select((bid_prices::bid_id, OutcomePrice::as_select()))
            .load(conn)
            .await?,
    );
    // The price of a bid that was taken out before the lock was never opened.
    let priced = opened.into_iter().filter(|bid| {
        let is_open = rates.contains_key(&bid.id) || prices.contains_key(&bid.id);
        bid.state != BidState::Disqualified || is_open
    });
    let priced: Vec<OwnBid> = priced.collect();
    let priced = priced.into_iter().map(|bid| {
        let rates = rates.remove(&bid.id).unwrap_or_default();
        let prices = prices.remove(&bid.id).unwrap_or_default();
        let totals = asked.totals(&rates, &prices, bid.expenses_cap);
        let total = totals
            .ok_or_else(|| anyhow::anyhow!("the price of {} does not add up", bid.reference))?;
        let (expenses_cap, total) = (bid.expenses_cap, total.excluding_vat);
        Ok(OpenedPrice { bid: bid.id, rates, prices, expenses_cap, total })
    });
    priced.collect::<Result<_, Error>>()
}
