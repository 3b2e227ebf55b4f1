//! Inviting colleagues, and changing what they may do.

use serde::Serialize;
use uuid::Uuid;

use super::model::Colleague;
use super::{mail, policy, queries};
use crate::accounts::acts::AccountEvent;
use crate::accounts::joining;
use crate::accounts::joining::model::NewInvitation;
use crate::accounts::model::Role;
use crate::accounts::queries as accounts;
use crate::accounts::roles::PeopleAdmin;
use crate::accounts::sessions::queries::end_sessions;
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::types::ids::{InvitationId, UserId};

#[derive(Debug, Serialize)]
struct InvitationEvent<'a> {
    #[serde(skip)]
    action: &'static str,
    #[serde(skip)]
    invitation: Uuid,
    roles: &'a [Role],
}

impl Happened for InvitationEvent<'_> {
    fn action(&self) -> &'static str {
        self.action
    }

    fn subject(&self) -> Uuid {
        self.invitation
    }
}

/// Invites someone, and gives the link that they are sent. From the command
/// line, nobody in particular does.
pub async fn invite(
    tx: &mut Tx<'_>,
    inviter: Option<UserId>,
    new: &NewInvitation,
    (once, after): (Once, &str),
) -> Result<Recorded<String>> {
    tx.once(once, after).await?;
    let now = tx.now();
    let known = accounts::by_email(tx.conn(), &new.email).await?;
    if let Some(person) = known.filter(|it| it.verified_at.is_some()) {
        policy::may_invite(&person, new.organisation)?;
        // Whoever invites does not learn who has an account; its owner learns who invites.
        // The invitation stands in the list as any other, but nobody is given its link.
        joining::queries::insert(tx.conn(), new, inviter, now).await?;
        let organisation = joining::queries::name_of(tx.conn(), new.organisation).await?;
        tx.tell(&[person.recipient()], &mail::invited_elsewhere(&organisation, once)).await?;
        let event = AccountEvent::new("invitation.not_sent", person.id);
        return tx.record(&event, String::new()).await;
    }
    let (made, token) = joining::queries::insert(tx.conn(), new, inviter, now).await?;
    let organisation = joining::queries::name_of(tx.conn(), new.organisation).await?;
    let name = joining::queries::inviter(tx.conn(), inviter).await?;
    let message = joining::mail::invited(&made, &organisation, &name, &token);
    tx.send_secret((&made.email, ""), &message).await?;
    let (action, invitation) = ("invitation.sent", made.id.uuid());
    tx.record(&InvitationEvent { action, invitation, roles: &made.roles }, message.link).await
}

/// Withdraws an invitation.
pub async fn withdraw(
    tx: &mut Tx<'_>,
    who: &PeopleAdmin,
    id: InvitationId,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let it = queries::lock_invitation(tx.conn(), who.organisation, id).await?;
    if !it.stands(now) {
        return Err(policy::Refusal::InvitationOver.into());
    }
    queries::withdraw(tx.conn(), id, now).await?;
    let (action, invitation) = ("invitation.withdrawn", id.uuid());
    tx.record(&InvitationEvent { action, invitation, roles: &it.roles }, ()).await
}

async fn held(
    tx: &mut Tx<'_>,
    who: &PeopleAdmin,
    id: UserId,
) -> Result<(Vec<Colleague>, Colleague)> {
    let everyone = queries::lock(tx.conn(), who.organisation).await?;
    let whom = queries::one(&everyone, id)?.clone();
    Ok((everyone, whom))
}

/// Gives and takes roles. The person's sessions end, so that none goes on
/// with what they may no longer do.
pub async fn give_roles(
    tx: &mut Tx<'_>,
    who: &PeopleAdmin,
    id: UserId,
    roles: &[Role],
) -> Result<Recorded<()>> {
    let now = tx.now();
    let (everyone, whom) = held(tx, who, id).await?;
    policy::may_give(&everyone, Role::admin_of(who.organisation), &whom, roles)?;
    queries::set_roles(tx.conn(), id, roles).await?;
    let admin = Role::admin_of(who.organisation);
    if whom.roles.contains(&admin) && !roles.contains(&admin) {
        queries::withdraw_sent_by(tx.conn(), id, now).await?;
    }
    end_sessions(tx.conn(), id, None).await?;
    let person = accounts::person(tx.conn(), id).await?;
    let message = mail::roles_changed(id, roles, &who.name, now);
    tx.tell(&[person.recipient()], &message).await?;
    tx.record(&AccountEvent::new("account.roles_changed", id).with_roles(roles), ()).await
}

/// Closes a colleague's account to them.
pub async fn deactivate(tx: &mut Tx<'_>, who: &PeopleAdmin, id: UserId) -> Result<Recorded<()>> {
    let (everyone, whom) = held(tx, who, id).await?;
    let admin = Role::admin_of(who.organisation);
    policy::may_deactivate(&everyone, admin, &whom, who.user)?;
    let now = tx.now();
    queries::set_active(tx.conn(), id, false).await?;
    queries::withdraw_sent_by(tx.conn(), id, now).await?;
    end_sessions(tx.conn(), id, None).await?;
    let person = accounts::person(tx.conn(), id).await?;
    tx.tell(&[person.recipient()], &mail::deactivated(id, &who.name, now)).await?;
    tx.record(&AccountEvent::new("account.deactivated", id), ()).await
}

/// Opens it again.
pub async fn reactivate(tx: &mut Tx<'_>, who: &PeopleAdmin, id: UserId) -> Result<Recorded<()>> {
    let now = tx.now();
    let (_, whom) = held(tx, who, id).await?;
    policy::may_reactivate(&whom)?;
    queries::set_active(tx.conn(), id, true).await?;
    let person = accounts::person(tx.conn(), id).await?;
    tx.tell(&[person.recipient()], &mail::reactivated(id, &who.name, now)).await?;
    tx.record(&AccountEvent::new("account.reactivated", id), ()).await
}

/// The id in an address.
pub fn id(typed: &str) -> Result<UserId> {
    UserId::parse(typed).ok_or(Error::NotFound)
}
