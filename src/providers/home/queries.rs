//! What a provider's day is made of, found.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{OpenBid, Opportunity};
use crate::error::Result;
use crate::forces::model::name_today;
use crate::schema::{bids, contract_versions, contracts, forces, lots, requests};
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

/// The references of contracts that wait for the provider's signature, or of
/// which a variation does.
pub async fn to_sign(conn: &mut AsyncPgConnection, provider: ProviderId) -> Result<Vec<String>> {
    Ok(contracts::table
        .filter(contracts::provider_id.eq(provider))
        .filter(exists(
            contract_versions::table
                .filter(contract_versions::contract_id.eq(contracts::id))
                .filter(contract_versions::state.eq("offered")),
        ))
        .order(contracts::reference)
        .select(contracts::reference)
        .load(conn)
        .await?)
}
