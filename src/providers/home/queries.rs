//! What a provider's day is made of, found.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::{Timestamptz, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{OpenBid, Opportunity, ToExplain, ToSign};
use crate::error::Result;
use crate::forces::model::name_today;
use crate::schema::{bids, forces, lots, requests};
use crate::types::ids::ProviderId;
use crate::types::time::Moment;

/// Open requests in some lots that the provider has no bid on, the first to
/// close first. A request made directly to one provider is shown to no other.
pub async fn opportunities(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    in_lots: &[String],
    now: Moment,
) -> Result<Vec<Opportunity>> {
    Ok(requests::table
        .inner_join(forces::table)
        .inner_join(lots::table)
        .filter(requests::state.eq("open"))
        .filter(requests::published_at.is_not_null())
        .filter(requests::closes_at.gt(now))
        .filter(requests::lot_code.eq_any(in_lots))
        .filter(requests::route.ne("direct").or(requests::direct_provider.eq(provider)))
        .filter(not(exists(
            bids::table
                .filter(bids::request_id.eq(requests::id))
                .filter(bids::provider_id.eq(provider)),
        )))
        .order((requests::closes_at, requests::id))
        .limit(20)
        .select((
            requests::reference,
            requests::title,
            name_today(),
            lots::name,
            requests::closes_at,
        ))
        .load(conn)
        .await?)
}

/// A provider's bids on requests that are still open.
pub async fn open_bids(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    now: Moment,
) -> Result<Vec<OpenBid>> {
    Ok(bids::table
        .inner_join(requests::table)
        .filter(bids::provider_id.eq(provider))
        .filter(bids::state.eq_any(["draft", "submitted", "needs_reconfirm"]))
        .filter(requests::state.eq("open"))
        .filter(requests::closes_at.gt(now))
        .order((requests::closes_at, bids::id))
        .select((bids::reference, requests::title, bids::state, requests::closes_at))
        .load(conn)
        .await?)
}

/// Contracts that wait for the provider's signature, or of which a variation
/// does: what waits longest first.
pub async fn to_sign(conn: &mut AsyncPgConnection, provider: ProviderId) -> Result<Vec<ToSign>> {
    Ok(diesel::sql_query(
        "select c.reference, r.title, v.made_at as since from contracts c \
         join contract_versions v on v.contract_id = c.id and v.state = 'offered' \
         join requests r on r.id = c.request_id join awards a on a.id = c.award_id and a.state = 'approved' \
         where c.provider_id = $1 order by v.made_at, c.reference",
    )
    .bind::<Uuid, _>(provider)
    .load(conn)
    .await?)
}

/// What forces ask about the provider's prices and can still be answered, the
/// first to be due first.
pub async fn to_explain(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    now: Moment,
) -> Result<Vec<ToExplain>> {
    Ok(diesel::sql_query(
        "select b.reference, r.title, x.due_at from price_explanations x \
         join bids b on b.id = x.bid_id join requests r on r.id = b.request_id \
         where b.provider_id = $1 and x.state = 'asked' and x.due_at > $2 and r.state = 'evaluating' \
         order by x.due_at, b.reference",
    )
    .bind::<Uuid, _>(provider)
    .bind::<Timestamptz, _>(now)
    .load(conn)
    .await?)
}
