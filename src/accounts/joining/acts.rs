//! Confirming addresses, and accepting invitations.

use super::{mail, policy, queries};
use crate::accounts::acts::{AccountEvent, create};
use crate::accounts::links::model::LinkKind;
use crate::accounts::links::queries as links;
use crate::accounts::model::{NewPerson, Person};
use crate::accounts::policy::Refusal::AddressTaken;
use crate::accounts::queries as accounts;
use crate::accounts::token::Token;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::types::ids::UserId;

/// Sends a new person the link that confirms their address; part of the act
/// that makes the account.
pub async fn ask_to_verify(tx: &mut Tx<'_>, user: UserId, to: (&str, &str)) -> Result<()> {
    let now = tx.now();
    let token = links::make(tx.conn(), LinkKind::Verify, user, to.0, now).await?;
    tx.send_secret(to, &mail::verify(user, LinkKind::Verify, &token, now)).await
}

/// Sends the link again, to somebody whose password was right.
pub async fn ask_again(tx: &mut Tx<'_>, person: &Person) -> Result<Recorded<()>> {
    ask_to_verify(tx, person.id, (&person.email, &person.name)).await?;
    tx.record(&AccountEvent::new("account.verification_sent", person.id), ()).await
}

/// Tells the owner of an address that somebody tried to register with it. The
/// form that made the account, sent twice, is no such try.
pub async fn registered_already(
    tx: &mut Tx<'_>,
    person: &Person,
    (once, after): (Once, &str),
) -> Result<Recorded<()>> {
    tx.once(once, after).await?;
    let now = tx.now();
    tx.tell(&[person.recipient()], &mail::registered_already(person.id, now)).await?;
    tx.record(&AccountEvent::new("account.registration_repeated", person.id), ()).await
}

/// An address is confirmed: a new person's, or the one an account moves to.
pub async fn confirm(tx: &mut Tx<'_>, token: &Token) -> Result<Recorded<()>> {
    let now = tx.now();
    let link = links::use_up(tx.conn(), token, LinkKind::OF_ADDRESSES, now).await?;
    let moves = link.kind == LinkKind::Address;
    if moves {
        if accounts::by_email(tx.conn(), &link.email).await?.is_some() {
            return Err(AddressTaken.into());
        }
        let before = accounts::lock(tx.conn(), link.user).await?.recipient();
        accounts::set_email(tx.conn(), link.user, &link.email).await?;
        tx.tell(&[before], &mail::moved(link.user, now)).await?;
    }
    let action = if moves { "account.address_changed" } else { "account.verified" };
    accounts::verified(tx.conn(), link.user, now).await?;
    tx.record(&AccountEvent::new(action, link.user), ()).await
}

/// An invited person joins.
pub async fn accept(
    tx: &mut Tx<'_>,
    token: &Token,
    name: &str,
    password_hash: String,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let found = queries::lock(tx.conn(), token).await?;
    let invitation = policy::may_accept(found, now)?;
    accounts::release_unconfirmed(tx.conn(), &invitation.email).await?;
    if accounts::by_email(tx.conn(), &invitation.email).await?.is_some() {
        return Err(AddressTaken.into());
    }
    let person = NewPerson {
        email: invitation.email.clone(),
        name: name.to_owned(),
        password_hash,
        organisation: invitation.organisation(),
        roles: invitation.roles.clone(),
        verified: true,
    };
    queries::accepted(tx.conn(), invitation.id, now).await?;
    if let Some(by) = invitation.invited_by {
        let inviter = accounts::person(tx.conn(), by).await?.recipient();
        tx.tell(&[inviter], &mail::accepted(&invitation, name)).await?;
    }
    let user = create(tx, &person).await?.value();
    let event = AccountEvent::new("invitation.accepted", user).with_roles(&invitation.roles);
    tx.record(&event, ()).await
}
