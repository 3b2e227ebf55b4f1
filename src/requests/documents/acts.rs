//! Adding and removing documents.

use super::{policy, queries};
use crate::accounts::roles::ForceMember;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::files::model::NewFile;
use crate::requests::events::RequestHappened;
use crate::requests::policy::may_edit;
use crate::requests::queries as found;
use crate::types::ids::FileId;
use crate::types::text::hex;

/// Adds a file to a draft.
pub async fn add(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    file: &NewFile,
    once: Once,
) -> Result<Recorded<()>> {
    let (request, now) = (found::lock_own(tx.conn(), who, reference).await?, tx.now());
    tx.once(once, &format!("/requests/{reference}/documents")).await?;
    may_edit(&request)?;
    policy::may_add(queries::of(tx.conn(), request.id).await?.len())?;
    queries::add(tx.conn(), request.id, file.id, (who.user, now)).await?;
    let all = queries::of(tx.conn(), request.id).await?;
    let (new, others): (Vec<_>, Vec<_>) = all.iter().partition(|it| it.id() == file.id);
    for it in new {
        policy::may_be_called(&it.file.name, others.iter().map(|it| it.file.name.as_str()))?;
    }
    let event = RequestHappened::DocumentAdded {
        request: request.id,
        file: file.id,
        sha256: hex(&file.sha256),
    };
    tx.record(&event, ()).await
}

/// Removes a file from a draft. What was in it is erased soon after.
pub async fn remove(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    file: FileId,
    once: Once,
) -> Result<Recorded<()>> {
    let (request, now) = (found::lock_own(tx.conn(), who, reference).await?, tx.now());
    tx.once(once, &format!("/requests/{reference}/documents")).await?;
    may_edit(&request)?;
    queries::remove(tx.conn(), request.id, file, now).await?;
    tx.record(&RequestHappened::DocumentRemoved { request: request.id, file }, ()).await
}
