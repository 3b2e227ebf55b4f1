//! Publishing an amendment, with what it does to the bids on its request, and
//! confirming a bid after one.

use serde::Serialize;
use uuid::Uuid;

use super::{mail, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::{Bidder, ForceMember};
use crate::audit::Happened;
use crate::bids;
use crate::bids::model::OwnBid;
use crate::bids::policy::{Refusal, same_version};
use crate::bids::receipts;
use crate::bids::state::{BidEvent, BidState};
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::providers;
use crate::requests::amending;
use crate::requests::amending::acts::Approved;
use crate::requests::amending::events::Amended;
use crate::requests::amending::model::unanswered_since;
use crate::requests::approval::model::Given;
use crate::requests::engaged;
use crate::seal::keys::Keys;
use crate::types::ids::RequestId;
use crate::types::state::Step;

/// The same envelopes for a later version: their digests are said again, so
/// that the opening can hold the bid against this.
#[derive(Debug, Serialize)]
struct Confirmed {
    #[serde(skip)]
    bid: Uuid,
    request: RequestId,
    request_version: i32,
    written_for: i32,
    quality_sha256: String,
    price_sha256: String,
}

impl Happened for Confirmed {
    fn action(&self) -> &'static str {
        "bid.confirmed"
    }

    fn subject(&self) -> Uuid {
        self.bid
    }
}

/// Approves the amendment of a request. With the last approval it needs it is
/// a new version, in force at once for everyone. If it changes what bids answer, every submitted bid waits to be
/// confirmed. Everyone engaged is told.
pub async fn approve(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<Given>> {
    let it = match amending::acts::approve(tx, who, reference, once).await? {
        Approved::First(recorded) => return Ok(recorded),
        Approved::Last(it) => *it,
    };
    let mut told = engaged::queries::people(tx.conn(), it.request.id).await?;
    if it.published.material {
        for bid in queries::sealed(tx.conn(), it.request.id).await? {
            if let Some(step) = Step::take(bid.state, BidEvent::Amend) {
                queries::wait(tx.conn(), bid.id, &step).await?;
            }
            let bidders = [Role::Bidder];
            let bidders =
                accounts::queries::people_of_provider(tx.conn(), bid.provider_id, &bidders).await?;
            told.retain(|one| bidders.iter().all(|it| it.user != one.user));
            tx.tell(&bidders, &mail::needs_reconfirm(&bid, &it.request, &it.published)).await?;
        }
    }
    tx.tell(&told, &amending::mail::amended(&it.request, &it.published, it.moved)).await?;
    tx.tell(&it.writers, &amending::mail::approved(&it.request, &it.published)).await?;
    // One entry for the request and all its bids: one for each would tell how many there are.
    let event = Amended {
        request: it.request.id,
        amendment: it.amendment,
        version: it.published.version,
        material: it.published.material,
        sections: it.sections,
        documents: it.documents,
    };
    tx.record(&event, Given::Published).await
}

/// Confirms a bid as it stands, for the version of the request that was read.
/// Nobody opens it; a new receipt says which version it answers now.
pub async fn confirm(
    tx: &mut Tx<'_>,
    keys: &Keys,
    who: &Bidder,
    reference: &str,
    seen: Option<i32>,
) -> Result<Recorded<OwnBid>> {
    let now = tx.now();
    let (request, bid) = bids::acts::held(tx, who, reference).await?;
    if bid.state == BidState::Submitted && seen == Some(bid.request_version) {
        return Err(Error::AlreadyDone(bid.receipt_path()));
    }
    let amended = amending::queries::published(tx.conn(), request.id).await?;
    let unanswered = unanswered_since(&amended, bid.written_for());
    let bars = bids::queries::bars(tx.conn(), who.provider, &request, now).await?;
    let step = policy::may_confirm(&bid, &request, &bars, &unanswered, now)?;
    same_version(seen, &request).map_err(|_| Refusal::AnotherVersionToConfirm)?;
    let said = (who.user, now, request.version);
    let bid = queries::confirm(tx.conn(), &bid, &step, said).await?;
    let provider = providers::queries::provider(tx.conn(), who.provider).await?.name;
    let receipt = keys.sign(&receipts::model::lines(&bid, &request, &provider, now));
    receipts::queries::keep(tx.conn(), bid.id, now, &receipt).await?;
    let bidders = bids::acts::bidders(tx, who).await?;
    tx.tell(&bidders, &bids::mail::receipt(&bid, &request, &who.name, &receipt)).await?;
    let event = Confirmed {
        bid: bid.id.uuid(),
        request: request.id,
        request_version: request.version,
        written_for: bid.written_for(),
        quality_sha256: bid.digest(),
        price_sha256: bid.price_digest(),
    };
    tx.record(&event, bid).await
}
