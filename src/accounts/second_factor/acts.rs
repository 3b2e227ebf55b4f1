//! Setting a second factor up, removing it, and resetting a lost one.

use super::ceremony::Proved;
use super::policy::Refusal;
use super::{codes, mail, policy, queries};
use crate::accounts::acts::AccountEvent;
use crate::accounts::model::Viewer;
use crate::accounts::queries as accounts;
use crate::accounts::roles::OperatorAdmin;
use crate::db::{Recorded, Tx};
use crate::error::{Error, Result};
use crate::types::ids::{FactorResetId, PasskeyId, UserId};

async fn tell(tx: &mut Tx<'_>, user: UserId, what: &str) -> Result<()> {
    let now = tx.now();
    let person = accounts::person(tx.conn(), user).await?;
    tx.tell(&[person.recipient()], &mail::changed(user, what, now)).await
}

/// Draws a secret for an app, to be confirmed with its first code.
pub async fn begin_app(tx: &mut Tx<'_>, who: &Viewer) -> Result<Recorded<()>> {
    let now = tx.now();
    let secret = codes::mint()?;
    queries::begin(tx.conn(), who.user, &secret, now).await?;
    tx.record(&AccountEvent::new("account.authenticator_begun", who.user), ()).await
}

/// The app is set up once a code of its shows that it works; gives a set of
/// recovery codes, which are never shown again. No codes for a wrong code.
pub async fn confirm_app(
    tx: &mut Tx<'_>,
    who: &Viewer,
    typed: &str,
) -> Result<Recorded<Option<Vec<String>>>> {
    let now = tx.now();
    let app = queries::authenticator(tx.conn(), who.user).await?;
    let app = app.filter(|it| it.confirmed_at.is_none()).ok_or(Refusal::NotStarted)?;
    let Some(step) = codes::step_of(&app.secret, typed, app.last_step, now)? else {
        let event = AccountEvent::new("account.authenticator_code_wrong", who.user);
        return tx.record(&event, None).await;
    };
    if !queries::confirmed(tx.conn(), who.user, step, now).await? {
        return Err(Refusal::NotStarted.into());
    }
    let fresh = codes::recovery_codes()?;
    queries::set_recovery_codes(tx.conn(), who.user, &fresh).await?;
    tell(tx, who.user, "An authenticator app was added").await?;
    tx.record(&AccountEvent::new("account.authenticator_added", who.user), Some(fresh)).await
}

/// Draws new recovery codes; the old ones stop working.
pub async fn renew_codes(tx: &mut Tx<'_>, who: &Viewer) -> Result<Recorded<Vec<String>>> {
    let fresh = codes::recovery_codes()?;
    queries::set_recovery_codes(tx.conn(), who.user, &fresh).await?;
    tell(tx, who.user, "New recovery codes were drawn").await?;
    tx.record(&AccountEvent::new("account.recovery_codes_renewed", who.user), fresh).await
}

/// Removes the app.
pub async fn remove_app(tx: &mut Tx<'_>, who: &Viewer, demanded: bool) -> Result<Recorded<()>> {
    let factors = queries::factors(tx.conn(), who.user).await?;
    policy::may_remove(factors.passkeys.len(), demanded)?;
    if !queries::remove_app(tx.conn(), who.user).await? {
        return Err(Error::NotFound);
    }
    tell(tx, who.user, "Your authenticator app was removed").await?;
    tx.record(&AccountEvent::new("account.authenticator_removed", who.user), ()).await
}

/// Adds a passkey. The first thing a person proves with brings recovery codes.
pub async fn add_passkey(
    tx: &mut Tx<'_>,
    who: &Viewer,
    name: &str,
    new: &Proved,
) -> Result<Recorded<Option<Vec<String>>>> {
    let now = tx.now();
    let first = !queries::factors(tx.conn(), who.user).await?.any();
    let row = (name, new.credential_id.as_slice(), &new.credential);
    if !queries::add_passkey(tx.conn(), who.user, row, now).await? {
        return Err(Refusal::PasskeyTaken.into());
    }
    let mut fresh = None;
    if first {
        let drawn = codes::recovery_codes()?;
        queries::set_recovery_codes(tx.conn(), who.user, &drawn).await?;
        fresh = Some(drawn);
    }
    tell(tx, who.user, "A passkey was added").await?;
    tx.record(&AccountEvent::new("account.passkey_added", who.user), fresh).await
}

/// Removes a passkey.
pub async fn remove_passkey(
    tx: &mut Tx<'_>,
    who: &Viewer,
    id: PasskeyId,
    demanded: bool,
) -> Result<Recorded<()>> {
    let factors = queries::factors(tx.conn(), who.user).await?;
    let others = factors.passkeys.iter().filter(|it| it.id != id).count();
    policy::may_remove(others + usize::from(factors.app()), demanded)?;
    if !queries::remove_passkey(tx.conn(), who.user, id).await? {
        return Err(Error::NotFound);
    }
    tell(tx, who.user, "A passkey was removed").await?;
    tx.record(&AccountEvent::new("account.passkey_removed", who.user), ()).await
}

/// Puts the reset of a lost second factor forward.
pub async fn ask_reset(
    tx: &mut Tx<'_>,
    who: &OperatorAdmin,
    user: UserId,
    reason: &str,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let any = queries::factors(tx.conn(), user).await?.any();
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
    queries::remove_all(tx.conn(), reset.user_id).await?;
    accounts::end_sessions(tx.conn(), reset.user_id, None).await?;
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
