//! What is typed about an award criterion.

use crate::framework::model::FrameworkCriterion;
use crate::framework::places;
use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// A criterion as typed.
#[derive(Debug, Clone, Default)]
pub struct CriterionForm {
    /// Its name.
    pub name: String,
    /// Its place in the list, from 1.
    pub place: String,
}

/// A criterion, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionAsked {
    /// Its name.
    pub name: String,
    /// Its place in the list, from 1.
    pub place: usize,
}

impl CriterionForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { name: posted.text("name"), place: posted.text("place") }
    }

    /// As it stands, in a place.
    pub fn of(criterion: &FrameworkCriterion, place: usize) -> Self {
        Self { name: criterion.name.clone(), place: place.to_string() }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self, places: usize) -> Result<CriterionAsked, Mistakes> {
        let mut mistakes = Mistakes::default();
        let name = mistakes.keep("name", text::line(&self.name, "the name of the criterion", 60));
        let place = mistakes.keep("place", places::parse(&self.place, places));
        match (name, place) {
            (Some(name), Some(place)) => Ok(CriterionAsked { name, place }),
            _ => Err(mistakes),
        }
    }
}
