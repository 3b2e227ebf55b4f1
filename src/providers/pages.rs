//! How a company registers.

use askama::Template;

use crate::accounts::forms::RegistrationForm;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// The registration form.
#[derive(Template)]
#[template(path = "providers/register.html")]
pub struct RegisterPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// As typed; the password is never shown again.
    pub form: &'a RegistrationForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}
