//! What people see of their own account.

use askama::Template;
use uuid::Uuid;

use super::forms::{PasswordForm, address_hint};
use super::policy;
use crate::accounts::forms::Kept;
use crate::accounts::sessions::model::OwnSession;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// Another name.
#[derive(Template)]
#[template(path = "accounts/own/name.html")]
pub struct NamePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// As typed.
    pub name: &'a str,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

/// Another address.
#[derive(Template)]
#[template(path = "accounts/own/address.html")]
pub struct AddressPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The address so far.
    pub current: &'a str,
    /// As typed.
    pub email: &'a str,
    /// The domains it must belong to, if any are demanded.
    pub domains: Option<&'a [String]>,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

impl AddressPage<'_> {
    fn hint(&self) -> String {
        let then = "We send a link there. Your address changes when you follow it.";
        address_hint(self.domains, then)
    }
}

/// Another password.
#[derive(Template)]
#[template(path = "accounts/own/password.html")]
pub struct PasswordPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

/// A forgotten password.
#[derive(Template)]
#[template(path = "accounts/own/forgotten.html")]
pub struct ForgottenPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// As typed.
    pub email: &'a str,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// Whether a link was sent, if there is such an account.
    pub sent: bool,
}

/// A new password in place of a forgotten one.
#[derive(Template)]
#[template(path = "accounts/own/replace.html")]
pub struct ReplacePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The token in the link.
    pub token: &'a str,
    /// As typed.
    pub form: &'a PasswordForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

/// The person's sessions.
#[derive(Template)]
#[template(path = "accounts/own/sessions.html")]
pub struct SessionsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// All of them.
    pub sessions: Vec<OwnSession>,
    /// The one that is asking.
    pub current: Uuid,
}

impl SessionsPage {
    fn at(&self, moment: &Moment) -> String {
        uk_time::short(*moment)
    }
}

/// Showing again who one is.
#[derive(Template)]
#[template(path = "accounts/own/confirm.html")]
pub struct ConfirmPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// What is waiting to be sent.
    pub kept: &'a Kept,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// Whether a code is asked for too.
    pub code: bool,
}

impl ConfirmPage<'_> {
    /// For how many minutes a proof is good there.
    fn minutes(&self) -> i64 {
        policy::good_for(&self.kept.path).num_minutes()
    }
}
