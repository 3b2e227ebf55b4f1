//! Bringing, exchanging and taking away documents in an amendment.

use super::events::{Exchanged, What};
use super::model::Folder;
use super::{policy, queries};
use crate::accounts::roles::ForceMember;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::files::model::NewFile;
use crate::requests::amending::acts::{held, under_way};
use crate::requests::amending::model::Amendment;
use crate::requests::amending::policy::may_write;
use crate::requests::documents::policy::may_be_called;
use crate::requests::model::Request;
use crate::types::ids::FileId;
use crate::types::text::hex;

/// The amendment under way of a request that is held, with its documents.
async fn open(tx: &mut Tx<'_>, request: &Request) -> Result<(Amendment, Folder)> {
    let amendment = under_way(tx, request).await?;
    may_write(&amendment)?;
    let folder = queries::folder(tx.conn(), request.id, Some(amendment.id)).await?;
    Ok((amendment, folder))
}

fn exchanged(request: &Request, amendment: &Amendment, what: What) -> Exchanged {
    let (request, amendment) = (request.id, amendment.id);
    Exchanged { request, what, amendment, file: None, sha256: None, replaces: None }
}

/// Has a document come, in the place of another or beside them all.
pub async fn add(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    (file, replaces): (&NewFile, Option<FileId>),
    once: Once,
) -> Result<Recorded<()>> {
    let request = held(tx, who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/amendment/documents")).await?;
    let (amendment, folder) = open(tx, &request).await?;
    policy::may_add(&folder, replaces)?;
    let (both, said) = ((Some(file.id), replaces), (who.user, tx.now()));
    queries::exchange(tx.conn(), amendment.id, both, said).await?;
    let (_, folder) = open(tx, &request).await?;
    if let Some(new) = folder.coming(file.id).and_then(|it| it.comes.as_ref()) {
        may_be_called(&new.name, folder.names_beside(new.id))?;
    }
    let event = Exchanged {
        file: Some(file.id),
        sha256: Some(hex(&file.sha256)),
        replaces,
        ..exchanged(&request, &amendment, What::Added)
    };
    tx.record(&event, ()).await
}

/// Has a document of the request go; one that was to come does not.
pub async fn take_away(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    id: FileId,
) -> Result<Recorded<()>> {
    let request = held(tx, who, reference).await?;
    let (amendment, folder) = open(tx, &request).await?;
    let now = tx.now();
    if let Some(coming) = folder.coming(id) {
        queries::undo(tx.conn(), amendment.id, coming, now).await?;
        let event = Exchanged {
            file: Some(id),
            replaces: coming.goes,
            ..exchanged(&request, &amendment, What::PutBack)
        };
        return tx.record(&event, ()).await;
    }
    policy::may_take_away(&folder, id)?;
    queries::exchange(tx.conn(), amendment.id, (None, Some(id)), (who.user, now)).await?;
    let event =
        Exchanged { replaces: Some(id), ..exchanged(&request, &amendment, What::TakenAway) };
    tx.record(&event, ()).await
}

/// Has a document stay that was to go, with what was to come in its place gone.
pub async fn keep(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    id: FileId,
) -> Result<Recorded<()>> {
    let request = held(tx, who, reference).await?;
    let (amendment, folder) = open(tx, &request).await?;
    let now = tx.now();
    policy::may_keep(&folder, id)?;
    let going = folder.going(id).ok_or(Error::NotFound)?;
    queries::undo(tx.conn(), amendment.id, going, now).await?;
    let event = Exchanged {
        file: going.comes.as_ref().map(|it| it.id),
        replaces: Some(id),
        ..exchanged(&request, &amendment, What::PutBack)
    };
    tx.record(&event, ()).await
}
