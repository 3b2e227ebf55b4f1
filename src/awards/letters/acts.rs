//! Keeping the letters of an award: as part of the act that sends them, which
//! is what the trail says, with their digests.

use super::model::Entered;
use super::queries;
use crate::awards::outcomes;
use crate::awards::outcomes::model::Standing;
use crate::db::Tx;
use crate::error::Result;
use crate::types::ids::{AwardId, RequestId};
use crate::types::time::Moment;

/// Keeps every letter of the award that stands, as each bidder has it. Those
/// that are kept already stay as they are. Gives back those that are new.
pub async fn keep(
    tx: &mut Tx<'_>,
    request: RequestId,
    award: AwardId,
    sent_at: Moment,
) -> Result<Vec<Entered>> {
    let now = tx.now();
    let mut entered = Vec::new();
    for letter in outcomes::queries::letters(tx.conn(), request, now).await? {
        if letter.standing == Standing::Told {
            entered.extend(queries::keep(tx.conn(), award, &letter, sent_at).await?);
        }
    }
    Ok(entered)
}
