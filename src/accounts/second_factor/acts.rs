//! Setting a second factor up, removing it, and resetting a lost one.

use super::policy::Refusal;
use super::{codes, mail, policy, queries};
use crate::accounts::acts::AccountEvent;
use crate::accounts::model::Viewer;
use crate::accounts::queries as accounts;
use crate::accounts::sessions::queries::end_sessions;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};

/// How a person proves who they are has changed: they are told, and every
/// session but this one ends, so that none goes on that proved less.
pub(in crate::accounts) async fn changed(tx: &mut Tx<'_>, who: &Viewer, what: &str) -> Result<()> {
    let now = tx.now();
    let person = accounts::person(tx.conn(), who.user).await?;
    end_sessions(tx.conn(), who.user, Some(who.session)).await?;
    tx.tell(&[person.recipient()], &mail::changed(who.user, what, now)).await
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
    if !queries::confirmed(tx.conn(), who.user, (&app.secret, step), now).await? {
        return Err(Refusal::NotStarted.into());
    }
    let fresh = codes::recovery_codes()?;
    queries::set_recovery_codes(tx.conn(), who.user, &fresh).await?;
    changed(tx, who, "An authenticator app was added").await?;
    tx.record(&AccountEvent::new("account.authenticator_added", who.user), Some(fresh)).await
}

/// Draws new recovery codes; the old ones stop working. Those that a form has
/// drawn are not drawn again when it is sent again.
pub async fn renew_codes(
    tx: &mut Tx<'_>,
    who: &Viewer,
    (once, after): (Once, &str),
) -> Result<Recorded<Vec<String>>> {
    tx.once(once, after).await?;
    let fresh = codes::recovery_codes()?;
    queries::set_recovery_codes(tx.conn(), who.user, &fresh).await?;
    changed(tx, who, "New recovery codes were drawn").await?;
    tx.record(&AccountEvent::new("account.recovery_codes_renewed", who.user), fresh).await
}

/// Removes the app.
pub async fn remove_app(tx: &mut Tx<'_>, who: &Viewer, demanded: bool) -> Result<Recorded<()>> {
    accounts::lock(tx.conn(), who.user).await?;
    let factors = queries::factors(tx.conn(), who.user).await?;
    policy::may_remove(factors.passkeys.len(), demanded)?;
    if !queries::remove_app(tx.conn(), who.user).await? {
        return Err(Error::NotFound);
    }
    changed(tx, who, "Your authenticator app was removed").await?;
    tx.record(&AccountEvent::new("account.authenticator_removed", who.user), ()).await
}
