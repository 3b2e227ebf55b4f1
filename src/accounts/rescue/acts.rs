//! Resetting a lost second factor.

use serde::Serialize;
use uuid::Uuid;

use super::policy::Refusal;
use super::{mail, policy, queries};
use crate::accounts::acts::AccountEvent;
use crate::accounts::model::Role;
use crate::accounts::queries as accounts;
use crate::accounts::roles::OperatorAdmin;
use crate::accounts::second_factor::queries as second_factor;
use crate::accounts::sessions::queries::end_sessions;
use crate::accounts::throttle;
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::types::ids::{FactorResetId, UserId};

/// What the audit trail can say about a block that was released.
#[derive(Debug, Serialize)]
struct Released<'a> {
    #[serde(skip)]
    by: UserId,
    kind: &'a str,
}

impl Happened for Released<'_> {
    fn action(&self) -> &'static str {
        "account.block_released"
    }

    fn subject(&self) -> Uuid {
        self.by.uuid()
    }
}

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
    if !queries::put_forward(tx.conn(), user, (who.user, reason), now).await? {
        return Err(Refusal::Waiting.into());
    }
    let mut others = accounts::operator_people(tx.conn(), &[Role::OperatorAdmin]).await?;
    others.retain(|it| it.user != who.user);
    tx.tell(&others, &mail::reset_asked(user, now)).await?;
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

/// Lets something that is blocked be tried again at once.
pub async fn release(tx: &mut Tx<'_>, who: &OperatorAdmin, what: &str) -> Result<Recorded<()>> {
    if !throttle::release(tx.conn(), what).await? {
        return Err(Refusal::NotBlocked.into());
    }
    // The trail tells what kind of thing it was; whose address it was stays out of it.
    let kind = what.rsplit_once(' ').map_or("", |(kind, _)| kind);
    tx.record(&Released { by: who.user, kind }, ()).await
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
