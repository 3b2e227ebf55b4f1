//! What is typed about a lot.

use chrono::NaiveDate;

use crate::framework::model::Lot;
use crate::framework::places;
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
        let place = mistakes.keep("place", places::parse(&self.place, places));
        let closed_on = mistakes
            .keep("closed", self.closed.parse_optional("The day it closes to new requests"));
        match (name, description, place, closed_on) {
            (Some(name), Some(description), Some(place), Some(closed_on)) => {
                Ok(LotAsked { name, description, place, closed_on })
            }
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LotForm;

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
}
