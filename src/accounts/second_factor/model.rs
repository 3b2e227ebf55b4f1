//! What a person proves with, besides their password.

use diesel::prelude::*;
use serde_json::Value;

use crate::types::ids::{FactorResetId, PasskeyId, UserId};
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

/// A passkey.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = crate::schema::passkeys, check_for_backend(diesel::pg::Pg))]
pub struct StoredPasskey {
    /// What it is called in addresses.
    pub id: PasskeyId,
    /// Whose it is.
    pub user_id: UserId,
    /// What its owner calls it.
    pub name: String,
    /// Its public half.
    pub credential: Value,
    /// When it was added.
    pub made_at: Moment,
    /// When it was last used.
    pub last_used_at: Option<Moment>,
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

/// A second factor that somebody asked to have reset.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct FactorReset {
    /// Its id.
    pub id: FactorResetId,
    /// Whose.
    pub user_id: UserId,
    /// Why, and how it was made sure who asks.
    pub reason: String,
    /// Who of the operator's people put it forward.
    pub asked_by: UserId,
    /// When.
    pub asked_at: Moment,
}
