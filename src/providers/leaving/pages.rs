//! What people see before they leave.

use askama::Template;

use super::forms::LeavingForm;
use crate::providers::model::Provider;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// What leaving means, and the form to do it.
#[derive(Template)]
#[template(path = "providers/leaving.html")]
pub struct LeavingPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The company.
    pub provider: &'a Provider,
    /// Why it cannot leave now; nothing if it can.
    pub why_not: String,
    /// As typed.
    pub form: &'a LeavingForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}
