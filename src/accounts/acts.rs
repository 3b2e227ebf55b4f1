//! Signing in and out, and making accounts.

use serde::Serialize;
use uuid::Uuid;

use super::model::{NewPerson, Person, Role, Viewer};
use super::sessions::model::NewSession;
use super::sessions::queries as sessions;
use super::{policy, queries};
use crate::audit::Happened;
use crate::db::{Recorded, Tx};
use crate::error::Result;
use crate::types::ids::UserId;

/// What the audit trail can say about an account.
#[derive(Debug, Serialize)]
pub struct AccountEvent<'a> {
    #[serde(skip)]
    action: &'static str,
    #[serde(skip)]
    user: Uuid,
    #[serde(skip_serializing_if = "<[Role]>::is_empty")]
    roles: &'a [Role],
    #[serde(skip_serializing_if = "Option::is_none")]
    way: Option<&'static str>,
}

impl<'a> AccountEvent<'a> {
    /// Something that happened to an account.
    pub fn new(action: &'static str, user: UserId) -> Self {
        Self { action, user: user.uuid(), roles: &[], way: None }
    }

    /// With the roles it left the person with.
    pub fn with_roles(self, roles: &'a [Role]) -> Self {
        Self { roles, ..self }
    }

    /// With the way it was done.
    pub fn by(self, way: &'static str) -> Self {
        Self { way: Some(way), ..self }
    }
}

impl Happened for AccountEvent<'_> {
    fn action(&self) -> &'static str {
        self.action
    }

    fn subject(&self) -> Uuid {
        self.user
    }
}

#[derive(Debug, Serialize)]
struct Exported {
    #[serde(skip)]
    by: Uuid,
    list: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<usize>,
}

impl Happened for Exported {
    fn action(&self) -> &'static str {
        "list.exported"
    }

    fn subject(&self) -> Uuid {
        self.by
    }
}

/// Somebody takes a list away as a file that not everyone may have.
pub async fn export(
    tx: &mut Tx<'_>,
    by: UserId,
    (list, rows): (&'static str, usize),
) -> Result<Recorded<()>> {
    tx.record(&Exported { by: by.uuid(), list, rows: Some(rows) }, ()).await
}

/// The same of a list whose length is not for everyone who reads the trail.
pub async fn export_unnumbered(
    tx: &mut Tx<'_>,
    by: UserId,
    list: &'static str,
) -> Result<Recorded<()>> {
    tx.record(&Exported { by: by.uuid(), list, rows: None }, ()).await
}

/// Makes an account.
pub async fn create(tx: &mut Tx<'_>, new: &NewPerson) -> Result<Recorded<UserId>> {
    let now = tx.now();
    let made = queries::insert(tx.conn(), new, now).await?;
    let user = made.ok_or(policy::Refusal::AddressTaken)?;
    let event = AccountEvent::new("account.created", user).with_roles(&new.roles);
    tx.record(&event, user).await
}

/// Begins a session for someone who has proved who they are, and tells them
/// when it is from a browser they have not used before.
pub async fn sign_in(
    tx: &mut Tx<'_>,
    person: &Person,
    (new, before): (&NewSession, Option<&[u8]>),
    way: &'static str,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let held = queries::lock(tx.conn(), person.id).await?;
    policy::may_sign_in(person, &held)?;
    if let Some(before) = before {
        sessions::end_session(tx.conn(), before).await?;
    }
    let known = sessions::has_used(tx.conn(), new.user, &new.user_agent).await?;
    sessions::begin_session(tx.conn(), new, now).await?;
    sessions::signed_in(tx.conn(), new, now).await?;
    if !known {
        let message = super::mail::new_sign_in(new, now);
        tx.tell(&[person.recipient()], &message).await?;
    }
    let event = AccountEvent::new("account.signed_in", new.user).by(way);
    tx.record(&event, ()).await
}

/// Ends a session.
pub async fn sign_out(tx: &mut Tx<'_>, who: &Viewer, token_hash: &[u8]) -> Result<Recorded<()>> {
    sessions::end_session(tx.conn(), token_hash).await?;
    tx.record(&AccountEvent::new("account.signed_out", who.user), ()).await
}

/// Signs out of this and every other session.
pub async fn sign_out_everywhere(tx: &mut Tx<'_>, who: &Viewer) -> Result<Recorded<usize>> {
    let ended = sessions::end_sessions(tx.conn(), who.user, None).await?;
    tx.record(&AccountEvent::new("account.signed_out_everywhere", who.user), ended).await
}
