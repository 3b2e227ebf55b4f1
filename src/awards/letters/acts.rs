//! Keeping the letters of an award: as part of the act that sends them, which
//! is what the trail says.

use super::queries;
use crate::awards::outcomes;
use crate::awards::outcomes::model::Standing;
use crate::db::Tx;
use crate::error::Result;
use crate::types::ids::{AwardId, RequestId};
use crate::types::time::Moment;

/// Keeps every letter of the award that stands, as each bidder has it. Those
/// that are kept already stay as they are.
pub async fn keep(
    tx: &mut Tx<'_>,
    request: RequestId,
    award: AwardId,
    sent_at: Moment,
) -> Result<()> {
    let now = tx.now();
    for letter in outcomes::queries::letters(tx.conn(), request, now).await? {
        if letter.standing == Standing::Told {
            queries::keep(tx.conn(), award, &letter, sent_at).await?;
        }
    }
    Ok(())
}
