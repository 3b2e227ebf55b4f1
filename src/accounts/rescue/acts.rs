//! Resetting a lost second factor.

use super::policy::Refusal;
use super::{mail, policy, queries};
use crate::accounts::acts::AccountEvent;
use crate::accounts::queries as accounts;
use crate::accounts::roles::OperatorAdmin;
use crate::accounts::second_factor::queries as second_factor;
use crate::accounts::sessions::queries::end_sessions;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::types::ids::{FactorResetId, UserId};

/// Puts the reset of a lost second factor forward.
pub async fn ask_reset(
    tx: &mut Tx<'_>,
    who: &OperatorAdmin,
    user: UserId,
    reason: &str,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let any = second_factor::factors(tx.conn(), user).await?.any();
    let waiting = queries::is_waiting(tx.conn(), user).await?;
    policy::may_ask(who.user, user, any, waiting)?;
    queries::put_forward(tx.conn(), user, (who.user, reason), now).await?;
    tx.record(&AccountEvent::new("account.second_factor_reset_asked", user), ()).await
}

/// A second officer confirms it: nothing of the old second factor works, and
/// every session ends.
pub async fn confirm_reset(
    tx: &mut Tx<'_>,
    who: &OperatorAdmin,
    id: FactorResetId,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let reset = queries::lock_reset(tx.conn(), id).await?.ok_or(Refusal::Decided)?;
    policy::may_confirm(&reset, who.user)?;
    queries::decide(tx.conn(), id, Some(who.user), now).await?;
    second_factor::remove_all(tx.conn(), reset.user_id).await?;
    end_sessions(tx.conn(), reset.user_id, None).await?;
    let person = accounts::person(tx.conn(), reset.user_id).await?;
    tx.tell(&[person.recipient()], &mail::reset(reset.user_id, now)).await?;
    tx.record(&AccountEvent::new("account.second_factor_reset", reset.user_id), ()).await
}

/// Sets a reset aside.
pub async fn set_reset_aside(
    tx: &mut Tx<'_>,
    _: &OperatorAdmin,
    id: FactorResetId,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let reset = queries::lock_reset(tx.conn(), id).await?.ok_or(Refusal::Decided)?;
    queries::decide(tx.conn(), id, None, now).await?;
    let event = AccountEvent::new("account.second_factor_reset_set_aside", reset.user_id);
    tx.record(&event, ()).await
}
