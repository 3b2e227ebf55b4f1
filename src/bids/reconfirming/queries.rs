//! Bids that an amendment touches, found and moved.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::bids::model::OwnBid;
use crate::bids::queries::or_late;
use crate::bids::state::BidState;
use crate::error::Result;
use crate::schema::bids;
use crate::types::ids::{BidId, RequestId, UserId};
use crate::types::state::Step;
use crate::types::time::Moment;

/// The submitted bids of a request, held until the change is committed; those
/// that wait to be confirmed for an earlier amendment too. The request's row
/// must be held, so that none is submitted meanwhile.
pub(super) async fn sealed(
    conn: &mut AsyncPgConnection,
    request: RequestId,
) -> Result<Vec<OwnBid>> {
    Ok(bids::table
        .filter(bids::request_id.eq(request))
        .filter(bids::state.eq_any([BidState::Submitted, BidState::NeedsReconfirm]))
        .order(bids::id)
        .select(OwnBid::as_select())
        .for_update()
        .load(conn)
        .await?)
}

/// Makes a bid wait. What is sealed stays as it is, and so does what is
/// written to replace it.
pub(super) async fn wait(
    conn: &mut AsyncPgConnection,
    id: BidId,
    step: &Step<BidState>,
) -> Result<()> {
    let moved = diesel::update(bids::table.find(id).filter(bids::state.eq(step.from())))
        .set(bids::state.eq(step.to()))
        .execute(conn)
        .await;
    or_late(moved)?;
    Ok(())
}

/// Lets a bid count again: it answers a later version than its envelopes name.
pub(super) async fn confirm(
    conn: &mut AsyncPgConnection,
    bid: &OwnBid,
    step: &Step<BidState>,
    (by, at, version): (UserId, Moment, i32),
) -> Result<OwnBid> {
    let moved = diesel::update(bids::table.find(bid.id).filter(bids::state.eq(step.from())))
        .set((
            bids::state.eq(step.to()),
            bids::request_version.eq(version),
            bids::written_for.eq(bid.written_for()),
            bids::submitted_by.eq(by),
            bids::submitted_at.eq(at),
        ))
        .returning(OwnBid::as_returning())
        .get_result(conn)
        .await;
    or_late(moved)
}
