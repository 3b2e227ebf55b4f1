//! What the operator sees of lots and award criteria.

use askama::Template;

use super::forms::{CriterionForm, LotForm};
use crate::audit::change::Told;
use crate::framework::model::{FrameworkCriterion, Lot};
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes};
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
    /// Its name in addresses; empty for a new one.
    pub code: &'a str,
    /// Its name as it stands.
    pub name: &'a str,
    /// The places in the list.
    pub places: Vec<Choice>,
    /// Whether the reader may change it.
    pub may: bool,
    /// What happened to it.
    pub events: Vec<Told>,
}

impl LotPage<'_> {
    fn target(&self) -> String {
        match self.code {
            "" => "/operator/framework/lots".to_owned(),
            code => format!("/operator/framework/lots/{code}"),
        }
    }

    fn once(&self) -> String {
        self.frame.once().to_string()
    }
}

/// The award criteria in order.
#[derive(Template)]
#[template(path = "framework/criteria.html")]
pub struct CriteriaPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The criteria.
    pub criteria: Vec<FrameworkCriterion>,
    /// The criteria, to choose the price from.
    pub choices: Vec<Choice>,
    /// Which is the price.
    pub price: String,
    /// What is wrong with the choice.
    pub mistakes: Mistakes,
    /// Why the price cannot be moved now, if it cannot.
    pub why_not: String,
    /// Whether the reader may change them.
    pub may: bool,
    /// What happened to them.
    pub events: Vec<Told>,
}

/// One award criterion, to add or to change.
#[derive(Template)]
#[template(path = "framework/criterion.html")]
pub struct CriterionPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The criterion as typed.
    pub form: &'a CriterionForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// Its name in addresses; empty for a new one.
    pub code: &'a str,
    /// Its name as it stands.
    pub name: &'a str,
    /// The places in the list.
    pub places: Vec<Choice>,
    /// Whether the reader may change it.
    pub may: bool,
    /// What happened to it.
    pub events: Vec<Told>,
}

impl CriterionPage<'_> {
    fn target(&self) -> String {
        match self.code {
            "" => "/operator/framework/criteria".to_owned(),
            code => format!("/operator/framework/criteria/{code}"),
        }
    }

    fn once(&self) -> String {
        self.frame.once().to_string()
    }
}
