//! Adding and removing passkeys.

use super::ceremony::Proved;
use super::policy::Refusal;
use super::queries;
use crate::accounts::acts::AccountEvent;
use crate::accounts::model::Viewer;
use crate::accounts::queries as accounts;
use crate::accounts::second_factor::acts::changed;
use crate::accounts::second_factor::codes;
use crate::accounts::second_factor::policy::may_remove;
use crate::accounts::second_factor::queries::{factors, set_recovery_codes};
use crate::db::{Recorded, Tx};
use crate::error::{Error, Result};
use crate::types::ids::PasskeyId;

/// Adds a passkey. The first thing a person proves with brings recovery codes.
pub async fn add(
    tx: &mut Tx<'_>,
    who: &Viewer,
    name: &str,
    new: &Proved,
) -> Result<Recorded<Option<Vec<String>>>> {
    let now = tx.now();
    let first = !factors(tx.conn(), who.user).await?.any();
    let row = (name, new.credential_id.as_slice(), &new.credential);
    if !queries::insert(tx.conn(), who.user, row, now).await? {
        return Err(Refusal::PasskeyTaken.into());
    }
    let mut fresh = None;
    if first {
        let drawn = codes::recovery_codes()?;
        set_recovery_codes(tx.conn(), who.user, &drawn).await?;
        fresh = Some(drawn);
    }
    changed(tx, who, "A passkey was added").await?;
    tx.record(&AccountEvent::new("account.passkey_added", who.user), fresh).await
}

/// Removes a passkey.
pub async fn remove(
    tx: &mut Tx<'_>,
    who: &Viewer,
    id: PasskeyId,
    demanded: bool,
) -> Result<Recorded<()>> {
    accounts::lock(tx.conn(), who.user).await?;
    let factors = factors(tx.conn(), who.user).await?;
    let others = factors.passkeys.iter().filter(|it| it.id != id).count();
    may_remove(others + usize::from(factors.app()), demanded)?;
    if !queries::remove(tx.conn(), who.user, id).await? {
        return Err(Error::NotFound);
    }
    changed(tx, who, "A passkey was removed").await?;
    tx.record(&AccountEvent::new("account.passkey_removed", who.user), ()).await
}
