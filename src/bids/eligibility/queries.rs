//! Finding what decides whether someone may bid.

use diesel_async::AsyncPgConnection;

use super::model::Look;
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ProviderMember;
use crate::bids::queries as bids;
use crate::error::Result;
use crate::providers;
use crate::requests;
use crate::requests::model::Request;
use crate::types::time::Moment;

/// Everything that decides whether a person of a provider may bid on a request.
pub async fn look(
    conn: &mut AsyncPgConnection,
    who: &ProviderMember,
    request: Request,
    now: Moment,
) -> Result<Look> {
    let lot = request.lot_code.as_deref().unwrap_or_default();
    Ok(Look {
        ceilings: providers::queries::bid_ceilings(conn, who.provider, lot).await?,
        roles: requests::queries::roles_of(conn, request.id).await?,
        provider: who.provider,
        standing: providers::queries::standing(conn, who.provider).await?,
        specialists: providers::queries::specialists(conn, who.provider).await?,
        ladders: bids::ladders(conn).await?,
        own: bids::own_on(conn, who.provider, request.id).await?,
        bidder: who.has(Role::Bidder),
        mends: who.has(Role::ProviderAdmin),
        admins: accounts::queries::administrators(conn, who.provider).await?,
        bars: bids::bars(conn, who.provider, &request, now).await?,
        request,
    })
}
