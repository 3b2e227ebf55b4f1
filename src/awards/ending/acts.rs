//! Ending a request without an award.

use serde::Serialize;
use uuid::Uuid;

use crate::accounts::roles::ForceMember;
use crate::audit::Happened;
use crate::awards::acts::tell_bidder;
use crate::awards::{policy, queries};
use crate::bids;
use crate::bids::state::{BidEvent, BidState};
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::evaluation;
use crate::requests;
use crate::types::ids::BidId;
use crate::types::state::Step;

#[derive(Debug, Serialize)]
struct EndedWithoutAward {
    #[serde(skip)]
    request: Uuid,
    bids: Vec<BidId>,
}

impl Happened for EndedWithoutAward {
    fn action(&self) -> &'static str {
        "request.ended_without_award"
    }

    fn subject(&self) -> Uuid {
        self.request
    }
}

/// Ends a request without an award, with the reason that everyone may read.
/// Bids that were not opened stay sealed for good.
pub async fn end(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    reason: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = requests::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/outcomes/{reference}")).await?;
    let active = queries::active(tx.conn(), request.id).await?;
    let step = policy::may_end(who, &request, active.as_ref(), now)?;
    let made = [BidState::Submitted, BidState::Opened, BidState::Scored];
    let heads = evaluation::queries::heads_in(tx.conn(), request.id, &made).await?;
    requests::queries::apply(tx.conn(), request.id, &step).await?;
    queries::keep_end_reason(tx.conn(), request.id, reason).await?;
    for head in &heads {
        if let Some(step) = Step::take(head.state, BidEvent::Reject) {
            bids::queries::apply(tx.conn(), head.id, &step).await?;
        }
        tell_bidder(tx, &request, head).await?;
    }
    let bids = heads.into_iter().map(|it| it.id).collect();
    tx.record(&EndedWithoutAward { request: request.id.uuid(), bids }, ()).await
}
