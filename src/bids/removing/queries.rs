//! Deleting a draft.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::bids::attachments;
use crate::error::Result;
use crate::schema::bids;
use crate::types::ids::BidId;
use crate::types::time::Moment;

/// Deletes a draft with everything written in it. What was in its files is
/// erased by the worker. The database keeps whose request it was on, so that
/// what the trail has of it is no more open than before.
pub(super) async fn delete(conn: &mut AsyncPgConnection, id: BidId, now: Moment) -> Result<()> {
    attachments::queries::clear(conn, id, now).await?;
    diesel::delete(bids::table.find(id)).execute(conn).await?;
    Ok(())
}
