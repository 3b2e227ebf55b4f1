//! What people see when they sign in.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::forms::SignInForm;
use crate::error::Result;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{Frame, with_status};

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

/// The sign-in page for someone whose session ended while they typed.
pub fn sign_in_again(frame: Frame, path: &str, posted: &Posted) -> Result<HttpResponse> {
    let kept: Vec<(String, String)> =
        posted.pairs().iter().filter(|(name, _)| name != "csrf").cloned().collect();
    let page = SignInPage {
        frame,
        form: &SignInForm::default(),
        mistakes: &Mistakes::default(),
        kept: &kept,
        kept_for: path,
        accounts: &[],
    };
    with_status(StatusCode::UNAUTHORIZED, &page)
}
