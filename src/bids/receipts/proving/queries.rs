//! Finding receipts that can be proved, and sending them. The mail is a copy of
//! what the page of the receipt shows, so it is one of the service's own books.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::mail;
use crate::accounts;
use crate::accounts::model::Role;
use crate::audit::{checkpoints, proven};
use crate::bids::model::OwnBid;
use crate::bids::receipts::model::Receipt;
use crate::error::Result;
use crate::outbox;
use crate::requests;
use crate::schema::{audit_checkpoints, bids, receipts};
use crate::types::ids::BidId;
use crate::types::time::Moment;

/// For how long a proof is worth a mail of its own.
const FRESH: TimeDelta = TimeDelta::days(1);

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    seq: i64,
}

/// The entries of submissions that count, that a checkpoint covers, and whose
/// proof was not sent. They are looked for among the entries of a day or so,
/// which are those after a checkpoint that is older.
pub async fn due(conn: &mut AsyncPgConnection, now: Moment) -> Result<Vec<i64>> {
    let Some(newest) = checkpoints::newest(conn).await? else { return Ok(Vec::new()) };
    let older: Option<i64> = audit_checkpoints::table
        .filter(audit_checkpoints::at.lt(now - FRESH))
        .order(audit_checkpoints::size.desc())
        .select(audit_checkpoints::size)
        .first(conn)
        .await
        .optional()?;
    let found: Vec<Number> = diesel::sql_query(
        "select e.seq from audit_entries e join bids b on b.id = e.subject and b.submitted_at = e.at \
         join receipts r on r.bid_id = b.id and r.submitted_at = e.at \
         where e.seq > coalesce($1, 0) and e.seq <= $2 and e.at > $3 \
         and e.action in ('bid.submitted', 'bid.replaced', 'bid.confirmed') \
         and not exists (select 1 from outbox o where o.cause = 'bid.proved:' || b.id || ':' || e.seq) \
         order by e.seq",
    )
    .bind::<Nullable<BigInt>, _>(older)
    .bind::<BigInt, _>(newest.size)
    .bind::<Timestamptz, _>(now - FRESH)
    .load(conn)
    .await?;
    Ok(found.into_iter().map(|it| it.seq).collect())
}

/// Sends the receipt of one such entry with its proof, and says whether there
/// was somebody to send it to who did not have it.
pub async fn send(conn: &mut AsyncPgConnection, now: Moment, seq: i64) -> Result<bool> {
    let Some(proven) = proven::of(conn, seq).await? else { return Ok(false) };
    let id = BidId::from(proven.entry.subject);
    let bid: OwnBid = bids::table.find(id).select(OwnBid::as_select()).first(conn).await?;
    let signed =
        receipts::table.find((id, proven.entry.at)).select(receipts::text).first(conn).await?;
    let request = requests::queries::by_id(conn, bid.request_id).await?;
    let receipt = Receipt { signed, proven: Some(proven) };
    let message = mail::proved(&bid, &request, &receipt, seq);
    let bidders =
        accounts::queries::people_of_provider(conn, bid.provider_id, &[Role::Bidder]).await?;
    let mut any = false;
    for bidder in &bidders {
        // Another worker may have been quicker.
        any |= outbox::mail(conn, now, bidder, &message).await?;
    }
    Ok(any)
}
