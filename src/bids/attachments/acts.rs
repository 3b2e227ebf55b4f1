//! Attaching and removing, and reporting what turns out to be damaged.

use serde::Serialize;
use uuid::Uuid;

use super::policy::{may_attach, may_be_called};
use super::{mail, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::Bidder;
use crate::audit::Happened;
use crate::bids;
use crate::bids::model::OwnBid;
use crate::bids::opened::model::OpenedBid;
use crate::bids::policy;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::files;
use crate::files::model::NewFile;
use crate::files::streams::{NewCopy, Spoilt};
use crate::requests::model::Request;
use crate::types::ids::FileId;

/// What the audit trail can say about an attachment: never its name, nor a
/// digest of what is in it.
#[derive(Debug, Serialize)]
struct AttachmentHappened {
    #[serde(skip)]
    bid: Uuid,
    #[serde(skip)]
    action: &'static str,
    file: FileId,
}

impl Happened for AttachmentHappened {
    fn action(&self) -> &'static str {
        self.action
    }

    fn subject(&self) -> Uuid {
        self.bid
    }
}

/// A bid that may be changed now, held until the change is committed.
async fn written(tx: &mut Tx<'_>, who: &Bidder, reference: &str) -> Result<OwnBid> {
    let now = tx.now();
    let request_id = bids::queries::own(tx.conn(), who, reference).await?.request_id;
    let request = bids::queries::hold_request(tx.conn(), request_id).await?;
    let bid = bids::queries::lock_own(tx.conn(), who, reference).await?;
    policy::may_edit(&bid, &request, now)?;
    Ok(bid)
}

/// Attaches a file, with its name and so many bytes, whose sealed copy is in
/// store beside it.
pub async fn attach(
    tx: &mut Tx<'_>,
    who: &Bidder,
    reference: &str,
    (file, name, bytes): (&NewFile, &str, i64),
    copy: &NewCopy,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let bid = written(tx, who, reference).await?;
    tx.once(once, &bid.at("attachments")).await?;
    let there = queries::of(tx.conn(), bid.id).await?;
    may_attach(&there, bytes)?;
    may_be_called(&there, name)?;
    files::queries::take_up(tx.conn(), file.id, now).await?;
    queries::attach(tx.conn(), bid.id, file.id, copy).await?;
    bids::queries::touch(tx.conn(), bid.id, now).await?;
    let action = "bid.attachment_saved";
    tx.record(&AttachmentHappened { bid: bid.id.uuid(), action, file: file.id }, ()).await
}

/// Removes an attachment from a bid that is being written.
pub async fn remove(
    tx: &mut Tx<'_>,
    who: &Bidder,
    reference: &str,
    file: FileId,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let bid = written(tx, who, reference).await?;
    let mut there = queries::of(tx.conn(), bid.id).await?;
    there.retain(|it| it.file.id == file);
    if there.is_empty() {
        return Err(Error::NotFound);
    }
    queries::forget(tx.conn(), &there, now).await?;
    bids::queries::touch(tx.conn(), bid.id, now).await?;
    let action = "bid.attachment_removed";
    tx.record(&AttachmentHappened { bid: bid.id.uuid(), action, file }, ()).await
}

#[derive(Debug, Serialize)]
struct Damaged {
    #[serde(skip)]
    bid: Uuid,
    number: i16,
    damage: String,
}

impl Happened for Damaged {
    fn action(&self) -> &'static str {
        "attachment.damaged"
    }

    fn subject(&self) -> Uuid {
        self.bid
    }
}

/// Reports a damaged attachment of an opened bid, once: to the force, to the
/// operator's auditors, and to its provider.
pub async fn report(
    tx: &mut Tx<'_>,
    request: &Request,
    bid: &OpenedBid,
    number: i16,
    what: Spoilt,
) -> Result<Recorded<()>> {
    queries::spoilt(tx.conn(), bid.id, number, what).await?;
    let force = [Role::Requester, Role::Approver];
    let force = accounts::queries::people_of_force(tx.conn(), request.force_id, &force).await?;
    let auditors = accounts::queries::operator_people(tx.conn(), &[Role::Auditor]).await?;
    let bidders = [Role::Bidder, Role::ProviderAdmin];
    let bidders =
        accounts::queries::people_of_provider(tx.conn(), bid.provider_id, &bidders).await?;
    for (people, link) in [
        (force, format!("/requests/{}/evaluation", request.reference)),
        (auditors, "/audit".to_owned()),
        (bidders, format!("/bids/{}", bid.reference)),
    ] {
        tx.tell(&people, &mail::damaged(bid, request, number, what, link)).await?;
    }
    let event = Damaged { bid: bid.id.uuid(), number, damage: what.to_string() };
    tx.record(&event, ()).await
}
