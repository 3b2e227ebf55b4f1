//! Setting the band of a force.

use super::policy::Refusal;
use super::queries;
use crate::accounts::roles::ForceAdmin;
use crate::audit::change::{Change, Changed};
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::types::money::Money;

/// Sets up to which estimated value one approver is enough. It holds at once,
/// for what waits for approval too.
pub async fn set(
    tx: &mut Tx<'_>,
    who: &ForceAdmin,
    one_up_to: Money,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    queries::lock(tx.conn(), who.force).await?;
    tx.once(once, "/force/approvals").await?;
    let old = queries::of(tx.conn(), who.force).await?;
    let (was, is) = (format!("{:#}", old.one_up_to), format!("{one_up_to:#}"));
    // The same value as every force's is still a choice of its own.
    let was = if old.force_id.is_none() { format!("{was}, as for every force") } else { was };
    let change = Change::of("One approver up to", was, is).ok_or(Refusal::Same)?;
    queries::set(tx.conn(), who.force, one_up_to, (who.user, now)).await?;
    let event = Changed {
        action: "approval_band.changed",
        subject: who.force.uuid(),
        about: "Approvals of requests",
        key: "",
        from: None,
        changes: vec![change],
    };
    tx.record(&event, ()).await
}
