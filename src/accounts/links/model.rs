//! What a mailed link is for.

use chrono::TimeDelta;
use diesel::prelude::*;

use crate::types::ids::UserId;

text_enum! {
    /// What following a link does.
    pub enum LinkKind {
        /// Shows that mail to a new person's address reaches them.
        Verify = "verify", "Confirm your e-mail address";
        /// Moves an account to the address the link was sent to.
        Address = "address", "Confirm your new e-mail address";
        /// Lets a forgotten password be replaced.
        Password = "password", "Choose a new password";
    }
}

impl LinkKind {
    /// Those that confirm an address.
    pub const OF_ADDRESSES: &'static [Self] = &[Self::Verify, Self::Address];

    /// How long it works.
    pub fn lasts(self) -> TimeDelta {
        match self {
            Self::Verify | Self::Address => TimeDelta::hours(24),
            Self::Password => TimeDelta::hours(1),
        }
    }
}

/// A link that still works.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Link {
    /// What it is for.
    pub kind: LinkKind,
    /// Whose it is.
    pub user: UserId,
    /// The address it was sent to.
    pub email: String,
}
