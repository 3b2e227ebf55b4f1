//! A colleague, as the others see them.

use crate::accounts::model::Role;
use crate::types::ids::UserId;
use crate::types::time::Moment;

/// Someone who acts for the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Their id.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Where they sign in.
    pub email: String,
    /// Whether they may sign in.
    pub is_active: bool,
    /// When they last did.
    pub last_signed_in_at: Option<Moment>,
    /// What they may do.
    pub roles: Vec<Role>,
}

impl Colleague {
    /// Whether they have a role and may use it.
    pub fn acts_as(&self, role: Role) -> bool {
        self.is_active && self.roles.contains(&role)
    }
}
