//! What a force sees of its band.

use askama::Template;

use super::forms::BandForm;
use super::model::Band;
use crate::audit::change::Told;
use crate::types::uk_time;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// How many approvers the requests of a force take.
#[derive(Template)]
#[template(path = "requests/bands/show.html")]
pub struct BandPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// What holds now.
    pub band: &'a Band,
    /// Whether this person may change it.
    pub may: bool,
    /// As typed.
    pub form: &'a BandForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// What was changed so far.
    pub events: &'a [Told],
}

impl BandPage<'_> {
    fn line(&self) -> String {
        format!("{:#}", self.band.one_up_to)
    }

    fn whose(&self) -> String {
        match self.band.force_id {
            Some(_) => format!("Set by your force on {}.", uk_time::date(self.band.set_at)),
            None => "This holds for every force that has not set its own value.".to_owned(),
        }
    }
}
