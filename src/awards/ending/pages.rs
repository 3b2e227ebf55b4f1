//! The page that ends a request without an award.

use askama::Template;

use crate::awards::forms::ReasonForm;
use crate::requests::model::Request;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// Asks for the reason.
#[derive(Template)]
#[template(path = "awards/no_award.html")]
pub struct NoAwardPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// As typed.
    pub form: ReasonForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
    /// Why it cannot be done now, if it cannot.
    pub refusal: String,
}
