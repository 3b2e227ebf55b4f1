//! Reminding a company of a bid: done by the worker, for the system.

use serde::Serialize;
use uuid::Uuid;

use super::policy::{Refusal, due};
use super::{mail, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::audit::Happened;
use crate::bids::state::BidState;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::types::ids::{BidId, RequestId};

#[derive(Debug, Serialize)]
struct Reminded {
    #[serde(skip)]
    bid: Uuid,
    request: RequestId,
    hours: i16,
}

impl Happened for Reminded {
    fn action(&self) -> &'static str {
        "bid.reminded"
    }

    fn subject(&self) -> Uuid {
        self.bid
    }
}

/// Reminds those who write a company's bids of one that is not submitted, if
/// that is due. Several workers may try at once: the bid is held meanwhile, and
/// whoever comes second finds nothing due.
pub async fn remind(tx: &mut Tx<'_>, id: BidId) -> Result<Recorded<()>> {
    let now = tx.now();
    queries::hold(tx.conn(), id).await?;
    let found = queries::unsubmitted(tx.conn(), id, now).await?;
    let (bid, known) = found.ok_or(Refusal::NothingDue)?;
    let mark = due(&known, now).ok_or(Refusal::NothingDue)?;
    let closes_at = known.request.closes_at.ok_or(Refusal::NothingDue)?;
    queries::note(tx.conn(), id, closes_at, mark, now).await?;
    let bidders =
        accounts::queries::people_of_provider(tx.conn(), bid.provider_id, &[Role::Bidder]).await?;
    let message = match bid.state {
        BidState::NeedsReconfirm => mail::not_confirmed(&bid, &known.request, mark, now),
        _ if known.replaces => mail::change_not_submitted(&bid, &known.request, mark, now),
        _ => mail::not_submitted(&bid, &known.request, mark, now),
    };
    tx.tell(&bidders, &message).await?;
    let event = Reminded { bid: id.uuid(), request: known.request.id, hours: mark.0 };
    tx.record(&event, ()).await
}
