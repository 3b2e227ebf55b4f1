//! Changes to a bid as a whole. Each act has the same four beats: load, ask,
//! change, record. Saving a section is in [`super::sections::acts`].

use serde::Serialize;
use uuid::Uuid;

use super::model::OwnBid;
use super::queries::Submission;
use super::sections::policy::faults;
use super::state::BidState;
use super::{canonical, mail, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::Bidder;
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::providers;
use crate::requests;
use crate::types::ids::RequestId;
use crate::types::reference;

/// What the audit trail can say about a bid: ids and a digest, never a word
/// or a price of it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum BidHappened {
    Started {
        #[serde(skip)]
        bid: Uuid,
        request: RequestId,
    },
    Submitted {
        #[serde(skip)]
        bid: Uuid,
        request: RequestId,
        request_version: i32,
        sha256: String,
    },
    Withdrawn {
        #[serde(skip)]
        bid: Uuid,
        request: RequestId,
    },
}

impl Happened for BidHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Started { .. } => "bid.started",
            Self::Submitted { .. } => "bid.submitted",
            Self::Withdrawn { .. } => "bid.withdrawn",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Started { bid, .. }
            | Self::Submitted { bid, .. }
            | Self::Withdrawn { bid, .. } => *bid,
        }
    }
}

/// Begins a draft. A provider that has one on this request is led to it.
pub async fn start(
    tx: &mut Tx<'_>,
    who: &Bidder,
    request: &str,
    once: Once,
) -> Result<Recorded<OwnBid>> {
    let now = tx.now();
    providers::queries::hold(tx.conn(), who.provider).await?;
    let request = requests::queries::public(tx.conn(), request).await?;
    if let Some(bid) = queries::own_on(tx.conn(), who.provider, request.id).await? {
        return Err(Error::AlreadyDone(bid.path()));
    }
    let bars = queries::bars(tx.conn(), who.provider, &request, now).await?;
    policy::may_start(&request, who.provider, &bars, now)?;
    let drawn = reference::drawn("BID", chrono::Datelike::year(&now))?;
    tx.once(once, &format!("/bids/{drawn}")).await?;
    match queries::insert(tx.conn(), who, &request, &drawn, now).await? {
        Some(bid) => {
            let event = BidHappened::Started { bid: bid.id.uuid(), request: request.id };
            tx.record(&event, bid).await
        }
        None => {
            let theirs = queries::own_on(tx.conn(), who.provider, request.id).await?;
            Err(theirs.map_or(Error::NotFound, |bid| Error::AlreadyDone(bid.path())))
        }
    }
}

/// Submits a draft: from now on it is binding and sealed. Submitted again, it
/// leads to the receipt of the first time.
pub async fn submit(tx: &mut Tx<'_>, who: &Bidder, reference: &str) -> Result<Recorded<OwnBid>> {
    let now = tx.now();
    providers::queries::hold(tx.conn(), who.provider).await?;
    let request_id = queries::own(tx.conn(), who, reference).await?.request_id;
    let request = queries::hold_request(tx.conn(), request_id).await?;
    let bid = queries::lock_own(tx.conn(), who, reference).await?;
    if bid.state == BidState::Submitted {
        return Err(Error::AlreadyDone(bid.receipt_path()));
    }
    let bars = queries::bars(tx.conn(), who.provider, &request, now).await?;
    let full = queries::in_full(tx.conn(), bid, request).await?;
    let step = policy::may_submit(&full.bid, &full.request, &bars, &faults(&full, now), now)?;
    let version = full.request.version;
    let bytes = canonical::bytes(&full.bid, &full.request.reference, version, &full.content)?;
    let hash = canonical::digest(&bytes);
    let proof = Submission { by: who.user, at: now, request_version: version, hash };
    let bid = queries::submit(tx.conn(), full.bid.id, &step, &proof).await?;
    let bidders = bidders(tx, who).await?;
    tx.tell(&bidders, &mail::receipt(&bid, &full.request, &who.name)).await?;
    let event = BidHappened::Submitted {
        bid: bid.id.uuid(),
        request: full.request.id,
        request_version: version,
        sha256: bid.digest(),
    };
    tx.record(&event, bid).await
}

/// Takes a submitted bid back into a draft, to change it or to leave it.
pub async fn withdraw(tx: &mut Tx<'_>, who: &Bidder, reference: &str) -> Result<Recorded<OwnBid>> {
    let now = tx.now();
    let request_id = queries::own(tx.conn(), who, reference).await?.request_id;
    let request = queries::hold_request(tx.conn(), request_id).await?;
    let bid = queries::lock_own(tx.conn(), who, reference).await?;
    let step = policy::may_withdraw(&bid, &request, now)?;
    let bid = queries::withdraw(tx.conn(), bid.id, &step).await?;
    let bidders = bidders(tx, who).await?;
    tx.tell(&bidders, &mail::withdrawn(&bid, &request, &who.name, now)).await?;
    tx.record(&BidHappened::Withdrawn { bid: bid.id.uuid(), request: request.id }, bid).await
}

async fn bidders(tx: &mut Tx<'_>, who: &Bidder) -> Result<Vec<crate::outbox::Recipient>> {
    accounts::queries::people_of_provider(tx.conn(), who.provider, &[Role::Bidder]).await
}
