//! Finding the prices of opened bids, to be read side by side.

use diesel_async::AsyncPgConnection;

use super::model::Prices;
use crate::bids;
use crate::bids::price::Asked;
use crate::error::Result;
use crate::requests;
use crate::requests::model::Request;
use crate::types::ids::BidId;

/// The prices of a request's opened bids, in an order; refused before quality
/// is locked.
pub async fn side_by_side(
    conn: &mut AsyncPgConnection,
    request: &Request,
    order: &[(BidId, String)],
) -> Result<Prices> {
    let opened = bids::opened::queries::prices(conn, request).await?;
    let outcomes = requests::queries::outcomes_of(conn, request).await?;
    let roles = requests::queries::roles_of(conn, request.id).await?;
    let asked = Asked::of(request, &outcomes, &roles);
    let prices = Prices::of(asked, &opened, order);
    Ok(prices.ok_or_else(|| anyhow::anyhow!("a price on {} is too large", request.reference))?)
}
