//! Changes to a bid as a whole. Each act has the same four beats: load, ask,
//! change, record. Saving a section is in [`super::sections::acts`].

use serde::Serialize;
use uuid::Uuid;

use super::model::OwnBid;
use super::queries::Submission;
use super::sections::policy::faults;
use super::{mail, policy, queries, receipts, sealing};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::Bidder;
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::providers;
use crate::requests;
use crate::requests::model::Request;
use crate::seal::keys::Keys;
use crate::types::ids::RequestId;
use crate::types::reference;

/// What the audit trail can say about a bid: ids, and digests of what is
/// sealed; never a word or a price of it, nor a digest of those.
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
        #[serde(skip)]
        again: bool,
        request: RequestId,
        request_version: i32,
        quality_sha256: String,
        price_sha256: String,
    },
    ReplacementStarted {
        #[serde(skip)]
        bid: Uuid,
        request: RequestId,
    },
    ReplacementDropped {
        #[serde(skip)]
        bid: Uuid,
        request: RequestId,
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
            Self::Submitted { again: false, .. } => "bid.submitted",
            Self::Submitted { again: true, .. } => "bid.replaced",
            Self::ReplacementStarted { .. } => "bid.replacement_started",
            Self::ReplacementDropped { .. } => "bid.replacement_dropped",
            Self::Withdrawn { .. } => "bid.withdrawn",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Started { bid, .. }
            | Self::Submitted { bid, .. }
            | Self::ReplacementStarted { bid, .. }
            | Self::ReplacementDropped { bid, .. }
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

/// The request and the bid, held until the change is committed.
pub(super) async fn held(
    tx: &mut Tx<'_>,
    who: &Bidder,
    reference: &str,
) -> Result<(Request, OwnBid)> {
    providers::queries::hold(tx.conn(), who.provider).await?;
    let request_id = queries::own(tx.conn(), who, reference).await?.request_id;
    let request = queries::hold_request(tx.conn(), request_id).await?;
    let bid = queries::lock_own(tx.conn(), who, reference).await?;
    Ok((request, bid))
}

/// Submits what is written: from now on it is binding and sealed. Submitted
/// again, it leads to the receipt of the first time. `seen` is the version of
/// the request that was checked.
pub async fn submit(
    tx: &mut Tx<'_>,
    keys: &Keys,
    who: &Bidder,
    reference: &str,
    seen: Option<i32>,
) -> Result<Recorded<OwnBid>> {
    let now = tx.now();
    let (request, bid) = held(tx, who, reference).await?;
    if bid.is_sealed() && !bid.needs_reconfirm() {
        return Err(Error::AlreadyDone(bid.receipt_path()));
    }
    let again = bid.is_replaced();
    let bars = queries::bars(tx.conn(), who.provider, &request, now).await?;
    let full = queries::in_full(tx.conn(), bid, request).await?;
    // Late first, then what nobody has read yet, then what is missing.
    policy::takes_bids(&full.request, now)?;
    policy::same_version(seen, &full.request)?;
    let step = policy::may_submit(&full.bid, &full.request, &bars, &faults(&full, now), now)?;
    let digests = sealing::acts::seal(tx, keys, &full).await?;
    let request_version = full.request.version;
    let proof = Submission { by: who.user, at: now, request_version, digests };
    let bid = queries::submit(tx.conn(), full.bid.id, &step, &proof).await?;
    let provider = providers::queries::provider(tx.conn(), who.provider).await?.name;
    let receipt = keys.sign(&receipts::model::lines(&bid, &full.request, &provider, now));
    receipts::queries::keep(tx.conn(), bid.id, now, &receipt).await?;
    let bidders = bidders(tx, who).await?;
    tx.tell(&bidders, &mail::receipt(&bid, &full.request, &who.name, &receipt)).await?;
    let event = BidHappened::Submitted {
        bid: bid.id.uuid(),
        again,
        request: full.request.id,
        request_version,
        quality_sha256: bid.digest(),
        price_sha256: bid.price_digest(),
    };
    tx.record(&event, bid).await
}

/// Begins a new bid beside the submitted one, which counts until the new one
/// is submitted.
pub async fn replace(tx: &mut Tx<'_>, who: &Bidder, reference: &str) -> Result<Recorded<OwnBid>> {
    let now = tx.now();
    let (request, bid) = held(tx, who, reference).await?;
    policy::may_replace(&bid, &request, now)?;
    if bid.is_replaced() {
        return Err(Error::AlreadyDone(bid.path()));
    }
    let bid = queries::replacing(tx.conn(), bid.id, Some(now)).await?;
    let event = BidHappened::ReplacementStarted { bid: bid.id.uuid(), request: request.id };
    tx.record(&event, bid).await
}

/// Drops what was written to replace a submitted bid, which counts on.
pub async fn keep(tx: &mut Tx<'_>, who: &Bidder, reference: &str) -> Result<Recorded<OwnBid>> {
    let now = tx.now();
    let (request, bid) = held(tx, who, reference).await?;
    policy::may_keep(&bid, &request, now)?;
    sealing::queries::clear(tx.conn(), bid.id, now).await?;
    let bid = queries::replacing(tx.conn(), bid.id, None).await?;
    let event = BidHappened::ReplacementDropped { bid: bid.id.uuid(), request: request.id };
    tx.record(&event, bid).await
}

/// Takes a submitted bid back. Nobody can read it, so what remains is an empty
/// draft, or what was written to replace it.
pub async fn withdraw(tx: &mut Tx<'_>, who: &Bidder, reference: &str) -> Result<Recorded<OwnBid>> {
    let now = tx.now();
    let (request, bid) = held(tx, who, reference).await?;
    let step = policy::may_withdraw(&bid, &request, now)?;
    sealing::queries::take_away(tx.conn(), bid.id, now).await?;
    let bid = queries::withdraw(tx.conn(), bid.id, &step).await?;
    let bidders = bidders(tx, who).await?;
    tx.tell(&bidders, &mail::withdrawn(&bid, &request, &who.name, now)).await?;
    tx.record(&BidHappened::Withdrawn { bid: bid.id.uuid(), request: request.id }, bid).await
}

pub(super) async fn bidders(
    tx: &mut Tx<'_>,
    who: &Bidder,
) -> Result<Vec<crate::outbox::Recipient>> {
    accounts::queries::people_of_provider(tx.conn(), who.provider, &[Role::Bidder]).await
}
