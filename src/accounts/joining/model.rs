//! Invitations.

use diesel::prelude::*;

use crate::accounts::model::{Organisation, Role};
use crate::types::ids::{ForceId, InvitationId, ProviderId, UserId};
use crate::types::time::Moment;

/// Someone has been asked to join an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = crate::schema::invitations, check_for_backend(diesel::pg::Pg))]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// The address it was sent to.
    pub email: String,
    /// The force they are to act for, if it is one.
    pub force_id: Option<ForceId>,
    /// The provider they are to act for, if it is one.
    pub provider_id: Option<ProviderId>,
    /// What they are to do there.
    pub roles: Vec<Role>,
    /// Who asked; nobody, from the command line.
    pub invited_by: Option<UserId>,
    /// When.
    pub invited_at: Moment,
    /// Until when it can be accepted.
    pub expires_at: Moment,
    /// When it was accepted.
    pub accepted_at: Option<Moment>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Moment>,
}

impl Invitation {
    /// Who they are to act for.
    pub fn organisation(&self) -> Organisation {
        match (self.force_id, self.provider_id) {
            (Some(force), _) => Organisation::Force(force),
            (None, Some(provider)) => Organisation::Provider(provider),
            (None, None) => Organisation::Operator,
        }
    }

    /// Whether it can be accepted.
    pub fn stands(&self, now: Moment) -> bool {
        self.accepted_at.is_none() && self.withdrawn_at.is_none() && now < self.expires_at
    }
}

/// An invitation to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// Where to.
    pub email: String,
    /// Who they are to act for.
    pub organisation: Organisation,
    /// What they are to do there.
    pub roles: Vec<Role>,
}
