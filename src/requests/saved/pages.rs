//! What a person sees of the searches they saved.

use askama::Template;

use super::forms::SearchForm;
use super::model::{SavedSearch, pace_words};
use crate::outbox::preferences::Pace;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// A search with what it looks for in words.
#[derive(Debug, Clone)]
pub struct Line {
    /// The search.
    pub it: SavedSearch,
    /// What it looks for.
    pub said: String,
}

/// A person's searches.
#[derive(Template)]
#[template(path = "requests/saved/list.html")]
pub struct ListPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The person's own home page.
    pub home: &'a str,
    /// By name.
    pub lines: &'a [Line],
}

impl ListPage<'_> {
    fn paced(&self, it: &SavedSearch) -> &'static str {
        pace_words(it.pace)
    }
}

/// The form of one search, new or not.
#[derive(Template)]
#[template(path = "requests/saved/form.html")]
pub struct FormPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The person's own home page.
    pub home: &'a str,
    /// The one that is changed; none for a new one.
    pub changed: Option<&'a SavedSearch>,
    /// What it looks for, in words.
    pub said: String,
    /// As typed.
    pub form: &'a SearchForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

impl FormPage<'_> {
    fn paces(&self) -> Vec<Choice> {
        Pace::ALL.iter().map(|it| Choice::new(it.word(), pace_words(*it))).collect()
    }

    fn action(&self) -> String {
        self.changed.map_or_else(|| "/account/searches".to_owned(), SavedSearch::path)
    }

    fn heading(&self) -> &'static str {
        if self.changed.is_some() { "Change a saved search" } else { "Save this search" }
    }
}
