//! The pages on which a contract is returned and corrected.

use askama::Template;

use super::forms::ReturnForm;
use crate::contracts::forms::ParticularsForm;
use crate::contracts::model::Seen;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// Asks the provider what has to change.
#[derive(Template)]
#[template(path = "contracts/return.html")]
pub struct ReturnPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The contract.
    pub seen: &'a Seen,
    /// As typed.
    pub form: ReturnForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
    /// Why it cannot be returned now, if it cannot.
    pub refusal: String,
}

/// Asks the force what to correct.
#[derive(Template)]
#[template(path = "contracts/correction.html")]
pub struct CorrectionPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The contract.
    pub seen: &'a Seen,
    /// What the provider said when it returned it, if it did.
    pub words: String,
    /// As typed.
    pub form: ParticularsForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
    /// Why it cannot be corrected now, if it cannot.
    pub refusal: String,
}
