//! What a saved search is.

use diesel::prelude::*;

use crate::outbox::preferences::Pace;
use crate::requests::public::forms::Search;
use crate::schema::saved_searches;
use crate::types::ids::SavedSearchId;

/// A search as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = saved_searches, check_for_backend(diesel::pg::Pg))]
pub struct SavedSearch {
    /// Its id.
    pub id: SavedSearchId,
    /// What its owner calls it.
    pub name: String,
    /// As the address of the list has it, after its `?`.
    pub search: String,
    /// How often to be written to.
    pub pace: Pace,
}

impl SavedSearch {
    /// What it looks for.
    pub fn asked(&self) -> Search {
        Search::read(&self.search)
    }

    /// The list it finds.
    pub fn list(&self) -> String {
        self.asked().address()
    }

    /// Where it is changed.
    pub fn path(&self) -> String {
        format!("/account/searches/{}", self.id)
    }
}

/// How often, in words for a search.
pub fn pace_words(pace: Pace) -> &'static str {
    match pace {
        Pace::AtOnce => "An e-mail for each request, as soon as it is published",
        Pace::Daily => "One e-mail a day, at 8am, if there is anything new",
        Pace::Off => "No e-mail, only a notice in Muster",
    }
}
