//! What a person proves with, besides their password.

use diesel::prelude::*;

use crate::accounts::passkeys::model::StoredPasskey;
use crate::types::time::Moment;

/// The app that makes a person's codes.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = crate::schema::authenticators, check_for_backend(diesel::pg::Pg))]
pub struct Authenticator {
    /// What its codes are made from.
    pub secret: Vec<u8>,
    /// When its first code was typed, if one was.
    pub confirmed_at: Option<Moment>,
    /// The last half-minute a code was taken from.
    pub last_step: i64,
}

/// Everything a person can prove with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Factors {
    /// Their app, once set up.
    pub authenticator: Option<Authenticator>,
    /// Their passkeys.
    pub passkeys: Vec<StoredPasskey>,
    /// How many recovery codes are left.
    pub codes_left: i64,
}

impl Factors {
    /// Whether their app is set up.
    pub fn app(&self) -> bool {
        self.authenticator.as_ref().is_some_and(|it| it.confirmed_at.is_some())
    }

    /// Whether a second factor is asked of them.
    pub fn any(&self) -> bool {
        self.app() || !self.passkeys.is_empty()
    }
}
