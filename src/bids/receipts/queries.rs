//! Keeping receipts as they were given, and finding them again.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::Result;
use crate::schema::{audit_entries, receipts};
use crate::types::ids::BidId;
use crate::types::time::Moment;

/// Keeps the receipt of a submission as it was given.
pub(in crate::bids) async fn keep(
    conn: &mut AsyncPgConnection,
    bid: BidId,
    at: Moment,
    text: &str,
) -> Result<()> {
    diesel::insert_into(receipts::table)
        .values((receipts::bid_id.eq(bid), receipts::submitted_at.eq(at), receipts::text.eq(text)))
        .execute(conn)
        .await?;
    Ok(())
}

/// The receipt of a bid's last submission. Those from before bids were sealed
/// were never signed.
pub async fn last(conn: &mut AsyncPgConnection, bid: BidId) -> Result<Option<String>> {
    Ok(receipts::table
        .filter(receipts::bid_id.eq(bid))
        .order(receipts::submitted_at.desc())
        .select(receipts::text)
        .first(conn)
        .await
        .optional()?)
}

/// When a bid was last taken back, as the trail has it.
pub async fn withdrawn_at(conn: &mut AsyncPgConnection, bid: BidId) -> Result<Option<Moment>> {
    Ok(audit_entries::table
        .filter(audit_entries::subject.eq(bid.uuid()))
        .filter(audit_entries::action.eq("bid.withdrawn"))
        .order(audit_entries::seq.desc())
        .select(audit_entries::at)
        .first(conn)
        .await
        .optional()?)
}
