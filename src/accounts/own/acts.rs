//! What people change about their own account.

use uuid::Uuid;

use super::{mail, policy, queries};
use crate::accounts::acts::AccountEvent;
use crate::accounts::joining;
use crate::accounts::links::model::LinkKind;
use crate::accounts::links::queries as links;
use crate::accounts::model::{Person, Viewer};
use crate::accounts::queries as accounts;
use crate::accounts::sessions::queries as sessions;
use crate::accounts::token::Token;
use crate::db::{Recorded, Tx};
use crate::error::Result;

/// Another name.
pub async fn rename(tx: &mut Tx<'_>, who: &Viewer, name: &str) -> Result<Recorded<()>> {
    accounts::set_name(tx.conn(), who.user, name).await?;
    tx.record(&AccountEvent::new("account.renamed", who.user), ()).await
}

/// Another address: a link goes there, a warning to the one so far. An
/// address that is taken is answered alike, and hears nothing.
pub async fn ask_to_move(tx: &mut Tx<'_>, who: &Person, email: &str) -> Result<Recorded<()>> {
    let now = tx.now();
    if accounts::by_email(tx.conn(), email).await?.is_none() {
        let token = links::make(tx.conn(), LinkKind::Address, who.id, email, now).await?;
        let message = joining::mail::verify(who.id, LinkKind::Address, &token, now);
        tx.send_secret((email, &who.name), &message).await?;
    }
    tx.tell(&[who.recipient()], &mail::address_to_change(who.id, now)).await?;
    tx.record(&AccountEvent::new("account.address_change_asked", who.id), ()).await
}

/// A link to replace a forgotten password, once for each time it was asked.
pub async fn forgotten(tx: &mut Tx<'_>, ask: Uuid, person: &Person) -> Result<Recorded<()>> {
    let now = tx.now();
    if !queries::answered(tx.conn(), ask).await? {
        return Err(policy::Refusal::Answered.into());
    }
    let kind = LinkKind::Password;
    let token = links::make(tx.conn(), kind, person.id, &person.email, now).await?;
    let message = mail::forgotten(person.id, &token, now + kind.lasts());
    tx.send_secret((&person.email, &person.name), &message).await?;
    tx.record(&AccountEvent::new("account.password_forgotten", person.id), ()).await
}

/// A forgotten password is replaced. Every session ends; a second factor is
/// asked for as ever.
pub async fn replace_password(tx: &mut Tx<'_>, token: &Token, hash: &str) -> Result<Recorded<()>> {
    let now = tx.now();
    let link = links::use_up(tx.conn(), token, &[LinkKind::Password], now).await?;
    let person = accounts::person(tx.conn(), link.user).await?;
    accounts::set_password(tx.conn(), person.id, hash, now).await?;
    if link.email == person.email {
        accounts::verified(tx.conn(), person.id, now).await?;
    }
    sessions::end_sessions(tx.conn(), person.id, None).await?;
    tx.tell(&[person.recipient()], &mail::password_changed(person.id, now)).await?;
    tx.record(&AccountEvent::new("account.password_replaced", person.id), ()).await
}

/// Another password, unless the one that was checked has been replaced since;
/// every other session ends, and this one goes on under a new token.
pub async fn change_password(
    tx: &mut Tx<'_>,
    who: &Viewer,
    (checked, hash): (&Person, &str),
    token: &Token,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let person = accounts::lock(tx.conn(), who.user).await?;
    crate::accounts::policy::may_sign_in(checked, &person)?;
    accounts::set_password(tx.conn(), who.user, hash, now).await?;
    sessions::end_sessions(tx.conn(), who.user, Some(who.session)).await?;
    if !sessions::renew_session(tx.conn(), who.session, &token.hash(), now).await? {
        return Err(policy::Refusal::SessionGone.into());
    }
    tx.tell(&[person.recipient()], &mail::password_changed(who.user, now)).await?;
    tx.record(&AccountEvent::new("account.password_changed", who.user), ()).await
}

/// Ends one session.
pub async fn end_session(tx: &mut Tx<'_>, who: &Viewer, id: Uuid) -> Result<Recorded<()>> {
    if !sessions::end(tx.conn(), who.user, id).await? {
        return Err(policy::Refusal::SessionGone.into());
    }
    tx.record(&AccountEvent::new("account.session_ended", who.user), ()).await
}

/// Ends every session but this one.
pub async fn end_others(tx: &mut Tx<'_>, who: &Viewer) -> Result<Recorded<usize>> {
    let ended = sessions::end_sessions(tx.conn(), who.user, Some(who.session)).await?;
    tx.record(&AccountEvent::new("account.sessions_ended", who.user), ended).await
}

/// The person has shown again who they are: the session goes on under a new token.
pub async fn prove(tx: &mut Tx<'_>, who: &Viewer, token: &Token) -> Result<Recorded<()>> {
    let now = tx.now();
    if !sessions::renew_session(tx.conn(), who.session, &token.hash(), now).await? {
        return Err(policy::Refusal::SessionGone.into());
    }
    tx.record(&AccountEvent::new("account.proved_again", who.user), ()).await
}
