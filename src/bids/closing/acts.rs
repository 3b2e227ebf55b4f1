//! Putting the closing of a request on record: by the worker, or by the
//! opening if that comes first. Once there it stays.

use serde::Serialize;
use uuid::Uuid;

use super::model::{Closing, lines, root};
use super::{mail, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::audit::Happened;
use crate::bids::policy::{self, Refusal};
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::requests::model::{Phase, Request};
use crate::seal::keys::Keys;
use crate::types::ids::RequestId;
use crate::types::text::hex;

#[derive(Debug, Serialize)]
struct Closed {
    #[serde(skip)]
    request: Uuid,
    bids: usize,
    root: String,
    /// Drawn, so that nobody can guess what was entered and compare its hash,
    /// which is public before the number of bids is.
    drawn: Uuid,
}

impl Happened for Closed {
    fn action(&self) -> &'static str {
        "request.closed"
    }

    fn subject(&self) -> Uuid {
        self.request
    }
}

/// Closes a request whose deadline has passed, and tells the force that its
/// bids can be opened.
pub async fn close(tx: &mut Tx<'_>, keys: &Keys, id: RequestId) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = queries::lock(tx.conn(), id).await?;
    if request.phase(now) != Phase::Closed {
        return Err(Refusal::StillSealed.into());
    }
    let closed = put_on_record(tx, keys, &request).await?;
    let closed = closed.ok_or(Refusal::Closed)?;
    let people = [Role::Requester, Role::Approver, Role::ContractManager];
    let people = accounts::queries::people_of_force(tx.conn(), request.force_id, &people).await?;
    tx.tell(&people, &mail::ready_to_open(&request)).await?;
    Ok(closed)
}

/// Puts the closing of a request that is held on record, unless it is there.
pub async fn put_on_record(
    tx: &mut Tx<'_>,
    keys: &Keys,
    request: &Request,
) -> Result<Option<Recorded<()>>> {
    let now = tx.now();
    policy::may_open(request, now)?;
    let digests = queries::digests(tx.conn(), request.id).await?;
    let root = root(&digests);
    let text = keys.sign(&lines(request, digests.len(), &root));
    let bids = i32::try_from(digests.len()).map_err(anyhow::Error::from)?;
    let drawn = Uuid::new_v4();
    let event = Closed { request: request.id.uuid(), bids: digests.len(), root: hex(&root), drawn };
    let closing = Closing { closed_at: now, bids, root, text };
    if !queries::keep(tx.conn(), request.id, &closing).await? {
        return Ok(None);
    }
    Ok(Some(tx.record(&event, ()).await?))
}
