//! Deleting a draft.

use serde::Serialize;
use uuid::Uuid;

use super::policy::may_delete;
use super::{mail, queries};
use crate::accounts::roles::Bidder;
use crate::audit::Happened;
use crate::bids::acts::{bidders, held};
use crate::bids::receipts;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::types::ids::RequestId;

#[derive(Debug, Serialize)]
struct Deleted {
    #[serde(skip)]
    bid: Uuid,
    request: RequestId,
    reference: String,
}

impl Happened for Deleted {
    fn action(&self) -> &'static str {
        "bid.deleted"
    }

    fn subject(&self) -> Uuid {
        self.bid
    }
}

/// Deletes a draft that was never submitted, and tells the colleagues who
/// write bids.
pub async fn delete(
    tx: &mut Tx<'_>,
    who: &Bidder,
    reference: &str,
    once: Once,
) -> Result<Recorded<()>> {
    // Before it is looked for: on the second press it is gone.
    tx.once(once, "/bids").await?;
    let now = tx.now();
    let (request, bid) = held(tx, who, reference).await?;
    let received = receipts::queries::last(tx.conn(), bid.id).await?.is_some();
    may_delete(&bid, received)?;
    let mut others = bidders(tx, who).await?;
    others.retain(|it| it.user != who.user);
    queries::delete(tx.conn(), bid.id, now).await?;
    tx.tell(&others, &mail::deleted(&bid, &request, &who.name)).await?;
    let event = Deleted { bid: bid.id.uuid(), request: request.id, reference: bid.reference };
    tx.record(&event, ()).await
}
