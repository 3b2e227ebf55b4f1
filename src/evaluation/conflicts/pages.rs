//! The page on which conflicts of interest are declared. It has the names of
//! the companies, and no letter.

use askama::Template;

use super::forms::{DeclarationForm, choices};
use crate::requests::model::Request;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// Company by company.
#[derive(Template)]
#[template(path = "evaluation/declaration.html")]
pub struct DeclarationPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// As typed, or as declared before.
    pub form: DeclarationForm,
    /// Whether everything was declared before.
    pub again: bool,
    /// What is wrong with it.
    pub mistakes: Mistakes,
}

impl DeclarationPage {
    fn choices(&self) -> Vec<Choice> {
        choices()
    }

    fn all_stand(&self) -> bool {
        self.form.lines.iter().all(|it| it.bidder.stands())
    }
}
