//! What a person types to keep a search.

use crate::outbox::preferences::Pace;
use crate::requests::public::forms::Search;
use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// The form as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchForm {
    /// What to call it.
    pub name: String,
    /// How often to be written to, as sent.
    pub pace: String,
    /// What it looks for, as an address has it.
    pub search: String,
}

/// What is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What to call it.
    pub name: String,
    /// How often to be written to.
    pub pace: Pace,
    /// What it looks for.
    pub search: Search,
}

impl SearchForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        let field = |name| posted.text(name);
        Self { name: field("name"), pace: field("pace"), search: field("search") }
    }

    /// Reads it.
    pub fn parse(&self) -> Result<Wanted, Mistakes> {
        let mut mistakes = Mistakes::default();
        let name = mistakes.keep("name", text::line(&self.name, "a name for the search", 80));
        let pace = Pace::parse(&self.pace).ok_or("Choose how often we should write to you");
        let pace = mistakes.keep("pace", pace);
        // Cut to what the list itself would look for.
        let asked = Search::read(&self.search);
        let words = asked.words().unwrap_or_default().to_owned();
        let search = Search { q: words, page: None, ..asked };
        match (name, pace) {
            (Some(name), Some(pace)) => Ok(Wanted { name, pace, search }),
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Pace, SearchForm};

    fn typed(name: &str, pace: &str, search: &str) -> SearchForm {
        SearchForm { name: name.into(), pace: pace.into(), search: search.into() }
    }

    #[test]
    fn a_search_is_kept_under_a_name_and_a_pace() {
        let wanted = typed(" Phones ", "daily", "q=phone&page=3&x=1").parse().unwrap();
        assert_eq!((wanted.name.as_str(), wanted.pace), ("Phones", Pace::Daily));
        assert_eq!(wanted.search.kept(), "q=phone");
        let mistakes = typed("", "hourly", "").parse().unwrap_err();
        assert!(mistakes.on("name").is_some() && mistakes.on("pace").is_some());
        let mistakes = typed(&"x".repeat(81), "off", "").parse().unwrap_err();
        assert!(mistakes.on("name").is_some() && mistakes.on("pace").is_none());
    }
}
