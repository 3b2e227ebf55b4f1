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
use crate::evaluation::{compared, conflicts};
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
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/outcomes/{reference}")).await?;
    let active = queries::active(tx.conn(), request.id).await?;
    let step = policy::may_end(who, &request, active.as_ref(), now)?;
    conflicts::queries::refuse_undeclared(tx.conn(), &request, who.user).await?;
    queries::settled(tx.conn(), request.id).await?;
    let made = [BidState::Submitted, BidState::Opened, BidState::Scored];
    let heads = evaluation::queries::heads_in(tx.conn(), request.id, &made).await?;
    requests::queries::apply(tx.conn(), request.id, &step).await?;
    queries::keep_end_reason(tx.conn(), request.id, reason).await?;
    let snapshot = evaluation::reranking::queries::snapshot(tx.conn(), request.id).await?;
    for head in &heads {
        // Whoever was disqualified before the end reads why.
        let ranked = snapshot.as_ref().and_then(|it| it.ranking.of(head.id));
        let out = ranked.and_then(|it| it.disqualified.as_deref());
        let event = if out.is_some() { BidEvent::Disqualify } else { BidEvent::Reject };
        if let Some(step) = Step::take(head.state, event) {
            let reason = out.unwrap_or_default();
            bids::queries::apply_with_reason(tx.conn(), head.id, &step, reason).await?;
        }
        tell_bidder(tx, &request, head, request.id.uuid()).await?;
    }
    let bids = heads.into_iter().map(|it| it.id).collect();
    tx.record(&EndedWithoutAward { request: request.id.uuid(), bids }, ()).await
}
