//! What the operator sees of lots.

use askama::Template;

use super::forms::LotForm;
use crate::audit::change::Told;
use crate::framework::model::Lot;
use crate::framework::places::Placed;
use crate::types::uk_time;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// The lots in order.
#[derive(Template)]
#[template(path = "framework/lots.html")]
pub struct LotsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The lots.
    pub lots: Vec<Lot>,
    /// Whether the reader may change them.
    pub may: bool,
    /// What happened to them.
    pub events: Vec<Told>,
}

impl LotsPage {
    fn closing(&self, lot: &Lot) -> String {
        lot.closed_on.map(|day| format!("Closed from {}", uk_time::day(day))).unwrap_or_default()
    }
}

/// One lot, to add or to change.
#[derive(Template)]
#[template(path = "framework/lot.html")]
pub struct LotPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The lot as typed.
    pub form: &'a LotForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// Where it stands in the list, and what happened to it.
    pub placed: Placed,
    /// Whether the reader may change it.
    pub may: bool,
}

impl LotPage<'_> {
    fn target(&self) -> String {
        self.placed.target("/operator/framework/lots")
    }

    fn once(&self) -> String {
        self.frame.once().to_string()
    }
}
