//! Keeping receipts as they were given, and finding them again.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{ENTERED, Receipt};
use crate::audit::proven;
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
pub async fn last(conn: &mut AsyncPgConnection, bid: BidId) -> Result<Option<Receipt>> {
    let last: Option<(String, Moment)> = receipts::table
        .filter(receipts::bid_id.eq(bid))
        .order(receipts::submitted_at.desc())
        .select((receipts::text, receipts::submitted_at))
        .first(conn)
        .await
        .optional()?;
    let Some((signed, at)) = last else { return Ok(None) };
    let proven = match entry(conn, bid, at).await? {
        Some(seq) => proven::of(conn, seq).await?,
        None => None,
    };
    Ok(Some(Receipt { signed, proven }))
}

/// The number of the entry that a submission made: it was written in the same
/// moment as the receipt.
async fn entry(conn: &mut AsyncPgConnection, bid: BidId, at: Moment) -> Result<Option<i64>> {
    Ok(audit_entries::table
        .filter(audit_entries::subject.eq(bid.uuid()))
        .filter(audit_entries::at.eq(at))
        .filter(audit_entries::action.eq_any(ENTERED))
        .order(audit_entries::seq.desc())
        .select(audit_entries::seq)
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
