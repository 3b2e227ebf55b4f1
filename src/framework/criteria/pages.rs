//! What the operator sees of award criteria.

use askama::Template;

use super::forms::CriterionForm;
use crate::audit::change::Told;
use crate::framework::model::FrameworkCriterion;
use crate::framework::places::Placed;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

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
    /// Where it stands in the list, and what happened to it.
    pub placed: Placed,
    /// Whether the reader may change it.
    pub may: bool,
}

impl CriterionPage<'_> {
    fn target(&self) -> String {
        self.placed.target("/operator/framework/criteria")
    }

    fn once(&self) -> String {
        self.frame.once().to_string()
    }
}
