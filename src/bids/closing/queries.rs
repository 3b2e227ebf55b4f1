//! Finding requests to close, and keeping their closings.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Closing;
use crate::bids::state::BidState;
use crate::error::Result;
use crate::requests::model::Request;
use crate::requests::state::RequestState;
use crate::schema::{bids, closings, requests};
use crate::types::ids::RequestId;
use crate::types::time::Moment;

/// Some requests whose deadline has passed and that are not closed yet.
pub async fn due(conn: &mut AsyncPgConnection, now: Moment, most: i64) -> Result<Vec<RequestId>> {
    let closed = closings::table.filter(closings::request_id.eq(requests::id));
    Ok(requests::table
        .filter(requests::state.eq(RequestState::Open))
        .filter(requests::published_at.is_not_null())
        .filter(requests::closes_at.le(now))
        .filter(diesel::dsl::not(diesel::dsl::exists(closed)))
        .order((requests::closes_at, requests::id))
        .limit(most)
        .select(requests::id)
        .load(conn)
        .await?)
}

/// A request, held so that nothing can be submitted to it any more.
pub(super) async fn lock(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Request> {
    Ok(requests::table.find(id).select(Request::as_select()).for_update().first(conn).await?)
}

/// The digests of a request's submitted bids.
pub(super) async fn digests(
    conn: &mut AsyncPgConnection,
    id: RequestId,
) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
    Ok(bids::table
        .filter(bids::request_id.eq(id))
        .filter(bids::state.eq(BidState::Submitted))
        .order(bids::id)
        .select((bids::content_hash.assume_not_null(), bids::price_hash.assume_not_null()))
        .load(conn)
        .await?)
}

/// Keeps a closing; false if there is one.
pub(super) async fn keep(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    closing: &Closing,
) -> Result<bool> {
    let made = diesel::insert_into(closings::table)
        .values((
            closings::request_id.eq(id),
            closings::closed_at.eq(closing.closed_at),
            closings::bids.eq(closing.bids),
            closings::root.eq(&closing.root),
            closings::text.eq(&closing.text),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(made == 1)
}

/// The closing of a request. To be shown to nobody before its bids are open.
pub async fn closing(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Option<Closing>> {
    Ok(closings::table.find(id).select(Closing::as_select()).first(conn).await.optional()?)
}
