//! Deleting a draft.

use super::queries;
use crate::accounts::roles::ForceMember;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::requests::approval::queries::writers;
use crate::requests::events::RequestHappened;
use crate::requests::mail;
use crate::requests::policy::may_edit;
use crate::requests::queries as found;

/// Deletes a draft, and tells those who wrote it.
pub async fn delete(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<()>> {
    // Before it is looked for: on the second press it is gone.
    tx.once(once, "/requests").await?;
    let (request, now) = (found::lock_own(tx.conn(), who, reference).await?, tx.now());
    may_edit(&request)?;
    let mut people = writers(tx.conn(), &request).await?;
    people.retain(|it| it.user != who.user);
    queries::delete(tx.conn(), request.id, now).await?;
    tx.tell(&people, &mail::deleted(&request)).await?;
    let event = RequestHappened::Deleted { request: request.id, reference: request.reference };
    tx.record(&event, ()).await
}
