//! What people see when they join.

use askama::Template;

use super::forms::AcceptForm;
use super::model::Invitation;
use crate::types::uk_time;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// Where to look for the mail.
#[derive(Template)]
#[template(path = "accounts/joining/check_mail.html")]
pub struct CheckMailPage {
    /// What surrounds it.
    pub frame: Frame,
}

/// A button that confirms an address: following a link alone does nothing,
/// because mail programs follow links too.
#[derive(Template)]
#[template(path = "accounts/joining/verify.html")]
pub struct VerifyPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The address.
    pub email: &'a str,
    /// The page's title.
    pub title: &'a str,
    /// The token in the link.
    pub token: &'a str,
}

/// An invitation to accept.
#[derive(Template)]
#[template(path = "accounts/joining/invitation.html")]
pub struct InvitationPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The invitation.
    pub it: &'a Invitation,
    /// The organisation's name.
    pub organisation: &'a str,
    /// Who sent it.
    pub by: &'a str,
    /// The token in the link.
    pub token: &'a str,
    /// As typed.
    pub form: &'a AcceptForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

impl InvitationPage<'_> {
    fn until(&self) -> String {
        uk_time::full(self.it.expires_at)
    }
}
