//! The page that ends a request without an award.

use askama::Template;

use crate::requests::model::Request;
use crate::web::form::Mistakes;
use crate::web::page::Frame;
use crate::web::words::WordsForm;

/// Asks for the reason.
#[derive(Template)]
#[template(path = "awards/no_award.html")]
pub struct NoAwardPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// Where the viewer declares their conflicts of interest first, if they have to.
    pub to_declare: String,
    /// As typed.
    pub form: WordsForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
    /// Why it cannot be done now, if it cannot.
    pub refusal: String,
}
