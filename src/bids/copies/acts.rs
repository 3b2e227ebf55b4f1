//! Filling what is being written from a copy.

use serde::Serialize;
use uuid::Uuid;

use super::model::Filling;
use super::policy::{Refusal, may_fill};
use crate::accounts::roles::Bidder;
use crate::audit::Happened;
use crate::bids::canonical::CanonicalBid;
use crate::bids::sections::queries::store;
use crate::bids::{policy, queries};
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;

#[derive(Debug, Serialize)]
struct Filled {
    #[serde(skip)]
    bid: Uuid,
    sections: usize,
}

impl Happened for Filled {
    fn action(&self) -> &'static str {
        "bid.filled_from_copy"
    }

    fn subject(&self) -> Uuid {
        self.bid
    }
}

/// Fills a bid that is being written from a copy of it, over what is there.
pub async fn fill(
    tx: &mut Tx<'_>,
    who: &Bidder,
    reference: &str,
    copy: &CanonicalBid,
    once: Once,
) -> Result<Recorded<Filling>> {
    let now = tx.now();
    let request_id = queries::own(tx.conn(), who, reference).await?.request_id;
    let request = queries::hold_request(tx.conn(), request_id).await?;
    let bid = queries::lock_own(tx.conn(), who, reference).await?;
    policy::may_edit(&bid, &request, now)?;
    tx.once(once, &bid.path()).await?;
    let it = queries::in_full(tx.conn(), bid, request).await?;
    may_fill(copy, &it)?;
    let filling = Filling::of(copy, &it, now);
    if filling.changes.is_empty() {
        return Err(Refusal::NothingFits.into());
    }
    for change in &filling.changes {
        store(tx.conn(), it.bid.id, change, now).await?;
    }
    let event = Filled { bid: it.bid.id.uuid(), sections: filling.changes.len() };
    tx.record(&event, filling).await
}
