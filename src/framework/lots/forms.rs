//! What is typed about a lot or an award criterion.

use chrono::NaiveDate;

use crate::framework::model::{FrameworkCriterion, Lot};
use crate::types::text;
use crate::web::form::{Mistakes, Posted, TypedDay};

/// A lot as typed.
#[derive(Debug, Clone, Default)]
pub struct LotForm {
    /// Its name.
    pub name: String,
    /// What it covers.
    pub description: String,
    /// Its place in the list, from 1.
    pub place: String,
    /// The day from which it takes no new requests.
    pub closed: TypedDay,
}

/// A lot, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotAsked {
    /// Its name.
    pub name: String,
    /// What it covers.
    pub description: String,
    /// Its place in the list, from 1.
    pub place: usize,
    /// The day from which it takes no new requests.
    pub closed_on: Option<NaiveDate>,
}

impl LotForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            name: posted.text("name"),
            description: posted.text("description"),
            place: posted.text("place"),
            closed: TypedDay::typed(posted, "closed"),
        }
    }

    /// As it stands, in a place.
    pub fn of(lot: &Lot, place: usize) -> Self {
        Self {
            name: lot.name.clone(),
            description: lot.description.clone(),
            place: place.to_string(),
            closed: TypedDay::of(lot.closed_on),
        }
    }

    /// Reads every field before complaining about any; there are `places` to
    /// choose from.
    pub fn parse(&self, places: usize) -> Result<LotAsked, Mistakes> {
        let mut mistakes = Mistakes::default();
        let name = mistakes.keep("name", text::line(&self.name, "the name of the lot", 80));
        let description = text::prose(&self.description, "what the lot covers", 500);
        let description = mistakes.keep("description", description);
        let place = mistakes.keep("place", place(&self.place, places));
        let closed_on = mistakes.keep("closed", self.closed.parse_optional());
        match (name, description, place, closed_on) {
            (Some(name), Some(description), Some(place), Some(closed_on)) => {
                Ok(LotAsked { name, description, place, closed_on })
            }
            _ => Err(mistakes),
        }
    }
}

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
        let place = mistakes.keep("place", place(&self.place, places));
        match (name, place) {
            (Some(name), Some(place)) => Ok(CriterionAsked { name, place }),
            _ => Err(mistakes),
        }
    }
}

fn place(typed: &str, places: usize) -> Result<usize, &'static str> {
    let found = typed.trim().parse().ok().filter(|it| (1..=places).contains(it));
    found.ok_or("Choose a place in the list")
}

#[cfg(test)]
mod tests {
    use super::{CriterionForm, LotForm};

    #[test]
    fn a_lot_says_everything_that_is_wrong_at_once() {
        let mistakes = LotForm::default().parse(3).unwrap_err();
        for field in ["name", "description", "place"] {
            assert!(mistakes.on(field).is_some(), "{field}");
        }
        let mut form = LotForm { name: " A  lot ".to_owned(), ..LotForm::default() };
        form.description = "What it covers.".to_owned();
        form.place = "3".to_owned();
        assert_eq!(form.parse(3).unwrap().name, "A lot");
        form.closed.day = "31".to_owned();
        form.closed.month = "2".to_owned();
        form.closed.year = "2027".to_owned();
        assert!(form.parse(3).unwrap_err().on("closed").is_some(), "no such day");
    }

    #[test]
    fn a_place_is_one_of_those_there_are() {
        for (place, there) in [("1", true), ("2", true), ("0", false), ("3", false), ("x", false)] {
            let form = CriterionForm { name: "Risk".to_owned(), place: place.to_owned() };
            assert_eq!(form.parse(2).is_ok(), there, "{place}");
        }
    }
}
