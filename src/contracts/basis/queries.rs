//! Finding what a contract is made from: the award, and everything that the
//! request, the bid and the framework say.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::awards::state::AwardState;
use crate::bids;
use crate::bids::price::Asked;
use crate::contracts::model::{ApprovedAward, Basis, ToDrawUp};
use crate::error::{Error, Result};
use crate::forces;
use crate::framework;
use crate::providers;
use crate::requests;
use crate::requests::model::Request;
use crate::requests::state::RequestState;
use crate::schema::{awards, contracts, requests as all_requests};
use crate::types::ids::{ForceId, RequestId};
use crate::types::text::hex;
use crate::types::time::Moment;

/// The approved award of a request, if there is one.
pub async fn approved_award(
    conn: &mut AsyncPgConnection,
    request: RequestId,
) -> Result<Option<ApprovedAward>> {
    Ok(awards::table
        .filter(awards::request_id.eq(request).and(awards::state.eq(AwardState::Approved)))
        .select((
            awards::id,
            awards::bid_id,
            awards::approved_at.assume_not_null(),
            awards::may_sign_from.assume_not_null(),
        ))
        .first(conn)
        .await
        .optional()?)
}

/// The force's requests with an approved award and no contract yet.
pub async fn to_draw_up(conn: &mut AsyncPgConnection, force: ForceId) -> Result<Vec<ToDrawUp>> {
    Ok(awards::table
        .inner_join(all_requests::table)
        .left_join(contracts::table)
        .filter(all_requests::force_id.eq(force))
        .filter(all_requests::state.eq_any([RequestState::Decided, RequestState::Standstill]))
        .filter(awards::state.eq(AwardState::Approved))
        .filter(contracts::id.is_null())
        .order(awards::may_sign_from)
        .select((
            all_requests::reference,
            all_requests::title,
            awards::may_sign_from.assume_not_null(),
        ))
        .load(conn)
        .await?)
}

/// Everything a contract is made from.
pub async fn of(
    conn: &mut AsyncPgConnection,
    request: Request,
    award: ApprovedAward,
    now: Moment,
) -> Result<Basis> {
    let opened = bids::opened::queries::all(conn, &request, now).await?;
    let bid = opened.into_iter().find(|it| it.id == award.bid).ok_or(Error::NotFound)?;
    let prices = bids::opened::queries::prices(conn, &request).await?;
    let priced = prices.into_iter().find(|it| it.bid == award.bid).ok_or(Error::NotFound)?;
    let roles = requests::queries::roles_of(conn, request.id).await?;
    let outcomes = requests::queries::outcomes_of(conn, &request).await?;
    let price = Asked::of(&request, &outcomes, &roles)
        .totals(&priced.rates, &priced.prices, priced.expenses_cap)
        .ok_or_else(|| anyhow::anyhow!("the price of {} does not add up", bid.reference))?;
    let regions = framework::queries::regions(conn).await?;
    let code = request.region_code.clone().unwrap_or_default();
    let lot =
        framework::queries::lot(conn, request.lot_code.as_deref().unwrap_or_default()).await?;
    Ok(Basis {
        framework: framework::queries::framework(conn).await?,
        terms_version: providers::terms::queries::last_accepted(conn, bid.provider_id).await?,
        lot: lot.name,
        region: framework::model::name_of(&regions, &code).to_owned(),
        force: forces::queries::force(conn, request.force_id).await?,
        provider: providers::queries::provider(conn, bid.provider_id).await?,
        levels: framework::queries::sfia_levels(conn).await?,
        bid_digests: bid_digests(conn, &award).await?,
        request,
        outcomes,
        roles,
        bid,
        rates: priced.rates,
        price,
        award,
    })
}

/// Everything the contract of a request would be made from, once it has an
/// approved award.
pub async fn if_awarded(
    conn: &mut AsyncPgConnection,
    request: Request,
    now: Moment,
) -> Result<Option<Basis>> {
    match approved_award(conn, request.id).await? {
        Some(award) => of(conn, request, award, now).await.map(Some),
        None => Ok(None),
    }
}

/// The SHA-256 of either envelope of the bid that won, as on its receipt.
async fn bid_digests(conn: &mut AsyncPgConnection, award: &ApprovedAward) -> Result<[String; 2]> {
    use crate::schema::bids::dsl;
    let (quality, price): (Option<Vec<u8>>, Option<Vec<u8>>) =
        dsl::bids.find(award.bid).select((dsl::content_hash, dsl::price_hash)).first(conn).await?;
    Ok([quality, price].map(|it| it.as_deref().map(hex).unwrap_or_default()))
}
