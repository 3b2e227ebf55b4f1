//! What people see when they sign in.

use askama::Template;

use super::forms::{Kept, SignInForm, called, is_readable};
use super::model::Viewer;
use super::second_factor::model::Factors;
use crate::audit::change::Told;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// The sign-in page.
#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
pub struct SignInPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// As typed.
    pub form: &'a SignInForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// What the person was doing.
    pub kept: &'a Kept,
    /// The demonstration's accounts: address, name, organisation.
    pub accounts: &'a [(String, String, String)],
}

/// The second step: a code.
#[derive(Template)]
#[template(path = "accounts/code.html")]
pub struct CodePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// What the person was doing.
    pub kept: &'a Kept,
    /// What is wrong with the code.
    pub mistakes: &'a Mistakes,
    /// Whether they have a passkey.
    pub passkeys: bool,
}

/// After signing in again: what was typed, ready to be sent.
#[derive(Template)]
#[template(path = "accounts/resume.html")]
pub struct ResumePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Where the form was going.
    pub action: &'a str,
    /// What was typed.
    pub kept: Vec<(String, String)>,
}

impl ResumePage<'_> {
    /// What was typed, under the names that people know the fields by.
    fn shown(&self) -> Vec<(String, &str)> {
        let readable = self.kept.iter().filter(|(field, typed)| is_readable(field, typed));
        readable.map(|(field, typed)| (called(field), typed.as_str())).collect()
    }
}

/// A person's own account.
#[derive(Template)]
#[template(path = "accounts/account.html")]
pub struct AccountPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Whose it is.
    pub viewer: &'a Viewer,
    /// What they prove with, besides their password.
    pub factors: &'a Factors,
    /// How many sessions they have.
    pub sessions: usize,
    /// When they chose their password.
    pub since: Option<Moment>,
    /// What happened to the account, newest first.
    pub events: Vec<Told>,
}

impl AccountPage<'_> {
    fn password(&self) -> String {
        self.since.map_or_else(|| "Set".to_owned(), |it| format!("Set on {}", uk_time::date(it)))
    }

    fn second(&self) -> String {
        let passkeys = self.factors.passkeys.len();
        let keys = match passkeys {
            0 => None,
            1 => Some("1 passkey".to_owned()),
            more => Some(format!("{more} passkeys")),
        };
        let app = self.factors.app().then(|| "Authenticator app".to_owned());
        let all: Vec<String> = app.into_iter().chain(keys).collect();
        if all.is_empty() { "Not set up".to_owned() } else { all.join(", ") }
    }

    fn going_on(&self) -> String {
        match self.sessions {
            1 => "1, this one".to_owned(),
            more => format!("{more}, this one among them"),
        }
    }
}
