//! Copying a request.

use super::queries;
use crate::accounts::roles::ForceMember;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::forces;
use crate::requests::events::RequestHappened;
use crate::requests::model::Request;
use crate::requests::queries as found;
use crate::types::reference;
use crate::types::uk_time;

/// Begins a draft as a copy of a request of one's own force, once for each
/// form sent.
pub async fn copy(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    from: &str,
    once: Once,
) -> Result<Recorded<Request>> {
    let original = found::own(tx.conn(), who, from).await?;
    let (force, successor) = forces::queries::with_successor(tx.conn(), who.force).await?;
    let now = tx.now();
    forces::policy::may_request(&force, successor.as_ref(), uk_time::date_of(now))?;
    let (year, number) = tx.next_number("REQ").await?;
    let reference = reference::numbered("REQ", year, number);
    tx.once(once, &format!("/requests/{reference}")).await?;
    let copy = queries::copy(tx.conn(), &original, &reference, (who.user, now)).await?;
    tx.record(&RequestHappened::Copied { request: copy.id, from: original.id }, copy).await
}
