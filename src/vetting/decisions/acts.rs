//! Holding an officer to what they read.

use super::model::Part;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::providers;
use crate::types::ids::ProviderId;
use crate::vetting::policy::still_as_read;

/// Refuses what was decided about a part of a dossier that is no longer what
/// the officer read. It stays so until the end of the act.
pub async fn hold_to(
    tx: &mut Tx<'_>,
    provider: ProviderId,
    part: Part<'_>,
    seen: &str,
) -> Result<()> {
    providers::queries::lock(tx.conn(), provider).await?;
    let dossier = providers::dossier::queries::dossier(tx.conn(), provider).await?;
    Ok(still_as_read(&part.mark(&dossier).ok_or(Error::NotFound)?, seen)?)
}
