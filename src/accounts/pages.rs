//! What people see when they sign in.

use askama::Template;

use super::forms::SignInForm;
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
    /// A form that was sent after the session ended, kept for after sign-in.
    pub kept: &'a [(String, String)],
    /// Where that form was going.
    pub kept_for: &'a str,
    /// The demonstration's accounts: address, name, organisation.
    pub accounts: &'a [(String, String, String)],
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
