//! Setting the day.

use askama::Template;

use super::forms::DueForm;
use super::policy::USUAL_WORKING_DAYS;
use crate::requests::model::Request;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// The day by which bids are to be scored.
#[derive(Template)]
#[template(path = "evaluation/panel/due.html")]
pub struct DuePage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// As typed, or as it stands.
    pub form: DueForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
}

impl DuePage {
    fn hint(&self) -> String {
        format!(
            "At 5pm UK time on that day. Without one, a panel has {USUAL_WORKING_DAYS} working days from the opening. Whoever has not scored every bid by then is reminded once, and so are you."
        )
    }
}
