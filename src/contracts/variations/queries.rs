//! What a variation is held against again before it is approved or signed.

use diesel_async::AsyncPgConnection;

use super::policy::{self, Refusal};
use crate::contracts::model::Contract;
use crate::contracts::versions::model::Version;
use crate::contracts::versions::queries as versions;
use crate::contracts::versions::state::VersionKind;
use crate::error::Result;
use crate::providers;
use crate::requests;

/// Why a version asks for more than the provider may charge by now, if it is a
/// variation and does.
pub async fn over_ceiling(
    conn: &mut AsyncPgConnection,
    contract: &Contract,
    version: &Version,
) -> Result<Option<Refusal>> {
    if version.kind != VersionKind::Variation {
        return Ok(None);
    }
    let request = requests::queries::by_id(conn, contract.request_id).await?;
    let lot = request.lot_code.as_deref().unwrap_or_default();
    let ceilings = providers::queries::bid_ceilings(conn, contract.provider_id, lot).await?;
    let current = versions::priced(conn, contract.id, contract.version).await?.schedule;
    let new = versions::schedule(conn, version).await?;
    Ok(policy::keeps_to_ceilings(&current, &new, &ceilings).err())
}

/// Refuses to approve or sign such a version.
pub async fn refuse_over_ceiling(
    conn: &mut AsyncPgConnection,
    contract: &Contract,
    version: &Version,
) -> Result<()> {
    match over_ceiling(conn, contract, version).await? {
        Some(refusal) => Err(refusal.into()),
        None => Ok(()),
    }
}
