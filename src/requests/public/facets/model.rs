//! Counts beside the choices of a filter.

use std::collections::BTreeMap;

use crate::requests::public::forms::{Facet, Status};
use crate::web::form::Choice;

/// How many requests each choice would list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets(BTreeMap<(Facet, String), i64>);

impl Facets {
    /// Notes one count.
    pub fn note(&mut self, facet: Facet, choice: String, count: i64) {
        self.0.insert((facet, choice), count);
    }

    /// A choice with its count; without one where there are too many to count.
    pub fn counted(&self, facet: Facet, choice: &Choice) -> Choice {
        let known = self.0.keys().any(|it| it.0 == facet);
        let count = self.0.get(&(facet, choice.value.clone())).copied();
        match count.or(known.then_some(0)) {
            Some(count) => {
                Choice { label: format!("{} ({count})", choice.label), ..choice.clone() }
            }
            None => choice.clone(),
        }
    }

    /// The choices of a filter with their counts.
    pub fn all(&self, facet: Facet, choices: &[Choice]) -> Vec<Choice> {
        choices.iter().map(|it| self.counted(facet, it)).collect()
    }

    /// Adds the requests of every status up.
    pub fn sum_up_statuses(&mut self) {
        let each = self.0.iter().filter(|it| it.0.0 == Facet::Status);
        let counts: Vec<i64> = each.map(|it| *it.1).collect();
        if !counts.is_empty() {
            self.note(Facet::Status, Status::All.word().to_owned(), counts.iter().sum());
        }
    }
}

/// A filter that could be taken away, and what there would be then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loosening {
    /// Which filter.
    pub facet: Facet,
    /// How many requests there are without it.
    pub count: i64,
    /// The address of the list without it.
    pub href: String,
}

#[cfg(test)]
mod tests {
    use super::{Choice, Facet, Facets};

    #[test]
    fn a_choice_that_lists_nothing_says_so_and_one_that_was_not_counted_says_nothing() {
        let mut facets = Facets::default();
        facets.note(Facet::Lot, "osint".to_owned(), 3);
        let label = |facet, code: &str| facets.counted(facet, &Choice::new(code, "It")).label;
        assert_eq!(label(Facet::Lot, "osint"), "It (3)");
        assert_eq!(label(Facet::Lot, "training"), "It (0)");
        assert_eq!(label(Facet::Region, "london"), "It");
    }

    #[test]
    fn all_is_every_status_together() {
        let mut facets = Facets::default();
        facets.sum_up_statuses();
        assert_eq!(facets, Facets::default());
        facets.note(Facet::Status, "open".to_owned(), 2);
        facets.note(Facet::Status, "ended".to_owned(), 5);
        facets.sum_up_statuses();
        assert_eq!(facets.counted(Facet::Status, &Choice::new("all", "All")).label, "All (7)");
    }
}
