//! What is saved of a page of an amendment, for whoever else writes on it.

use crate::error::Result;
use crate::requests::amending::model::{Outcome, SavedSection};
use crate::requests::drafting::forms::Typed;
use crate::requests::drafting::model::Lists;
use crate::requests::drafting::overtaking;
use crate::web::mark::mark;

/// A mark of what is saved of a page, to notice a colleague's save.
pub fn mark_of(saved: Option<&SavedSection>) -> Result<String> {
    mark(&saved.map(|it| &it.typed))
}

/// What is saved of a page, in words: what the amendment changes by it. `alone`
/// is what that page alone would do. A page that does not hold is told field
/// by field, as it was typed.
pub fn said(saved: Option<&SavedSection>, alone: &Outcome, lists: &Lists) -> Vec<(String, String)> {
    let Some(saved) = saved else {
        return vec![("This page".to_owned(), "As it is in the request".to_owned())];
    };
    let or = |said: &str, empty: &str| if said.is_empty() { empty } else { said }.to_owned();
    if alone.unfinished.is_empty() {
        let all = alone.changes.iter().chain(&alone.inside);
        return all.map(|it| (it.what.clone(), or(&it.after, "Taken out"))).collect();
    }
    overtaking::forms::said(saved.section, &Typed::pairs(saved.typed.clone()), lists)
}

#[cfg(test)]
mod tests {
    use super::{mark_of, said};
    use crate::requests::amending::model::{Change, Outcome, SavedSection};
    use crate::requests::drafting::samples::{lists, whole};
    use crate::requests::model::Section;

    fn page(pairs: &[(&str, &str)]) -> SavedSection {
        let own = |it: &(&str, &str)| (it.0.to_owned(), it.1.to_owned());
        SavedSection { section: Section::Basics, typed: pairs.iter().map(own).collect() }
    }

    fn alone(changes: Vec<Change>, unfinished: Vec<Section>) -> Outcome {
        Outcome {
            after: whole(),
            touched: vec![Section::Basics],
            unfinished,
            documents: false,
            changes,
            inside: Vec::new(),
            material: false,
            unanswered: Vec::new(),
            gaps: Vec::new(),
        }
    }

    #[test]
    fn a_mark_tells_a_page_from_another_and_from_none() {
        let (one, other) = (page(&[("title", "One")]), page(&[("title", "Other")]));
        assert_eq!(mark_of(Some(&one)).unwrap(), mark_of(Some(&one.clone())).unwrap());
        assert_ne!(mark_of(Some(&one)).unwrap(), mark_of(Some(&other)).unwrap());
        assert_ne!(mark_of(Some(&one)).unwrap(), mark_of(None).unwrap());
    }

    #[test]
    fn a_colleague_reads_changes_in_words_and_a_page_that_does_not_hold_as_typed() {
        let change = Change {
            what: "Title".to_owned(),
            before: "Old".to_owned(),
            after: "New".to_owned(),
            is_document: false,
        };
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        let (lists, saved) = (lists(), page(&[("title", "New"), ("summary", "")]));
        let read = said(Some(&saved), &alone(vec![change], Vec::new()), &lists);
        assert_eq!(read, [pair("Title", "New")]);
        let read = said(Some(&saved), &alone(Vec::new(), vec![Section::Basics]), &lists);
        assert!(read.contains(&pair("Title", "New")) && read.contains(&pair("Summary", "Nothing")));
        let read = said(None, &alone(Vec::new(), Vec::new()), &lists);
        assert_eq!(read, [pair("This page", "As it is in the request")]);
    }
}
