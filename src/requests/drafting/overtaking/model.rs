//! What a page of a draft says, and a mark of it.

use crate::error::Result;
use crate::requests::drafting::forms::{self, Typed};
use crate::requests::drafting::halves::model::Half;
use crate::requests::drafting::model::{Edit, Lists};
use crate::requests::model::{FullRequest, Section};
use crate::types::time::Moment;
use crate::web::mark::mark;

/// A page as it stands: what is saved of its request, and what is half written.
#[derive(Debug, Clone, Copy)]
pub struct Stands<'a> {
    /// Which page.
    pub section: Section,
    /// The request.
    pub full: &'a FullRequest,
    /// The half, if there is one.
    pub half: Option<&'a Half>,
}

/// What is sent to be saved.
#[derive(Debug, Clone, Copy)]
pub enum Sent<'a> {
    /// A page that holds.
    Whole(&'a Edit),
    /// One that does not yet, as typed.
    Half(&'a [(String, String)]),
}

impl Stands<'_> {
    /// What the page says: what is half written of it, or what is saved.
    pub fn says(&self) -> Typed {
        match self.half {
            Some(half) => Typed::pairs(half.typed.clone()),
            None => forms::filled(self.section, self.full),
        }
    }

    /// A short mark of what it says.
    pub fn mark(&self) -> Result<String> {
        mark(&self.says().sent())
    }

    /// Whether what is sent is what it says already: then there is nothing to
    /// lose by sending it again.
    pub fn holds(&self, sent: Sent<'_>, lists: &Lists, now: Moment) -> bool {
        match (sent, self.half) {
            (Sent::Half(typed), Some(half)) => half.typed == typed,
            (Sent::Whole(edit), None) => {
                let read = forms::parse(self.section, &self.says(), self.full, lists, now);
                read.is_ok_and(|read| read == *edit)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Sent, Stands, forms};
    use crate::requests::drafting::halves::model::Half;
    use crate::requests::drafting::samples::{lists, now, whole};
    use crate::requests::model::Section;

    #[test]
    fn a_mark_changes_with_whatever_the_page_says() {
        let full = whole();
        let of = |full: &_, half: Option<&Half>| {
            Stands { section: Section::Need, full, half }.mark().unwrap()
        };
        let first = of(&full, None);
        assert_eq!(of(&full.clone(), None), first);
        let mut other = full.clone();
        other.request.title.push('!');
        assert_eq!(of(&other, None), first, "the title is on another page");
        other.request.why.push('!');
        assert_ne!(of(&other, None), first);
        let half = Half {
            section: Section::Need,
            typed: vec![("why".to_owned(), "Because".to_owned())],
            by: "Rosa Quill".to_owned(),
            at: now(),
        };
        assert_ne!(of(&full, Some(&half)), first);
        assert_eq!(of(&other, Some(&half)), of(&full, Some(&half)), "the half is what is shown");
    }

    #[test]
    fn what_is_sent_again_is_there_whatever_way_it_is_typed() {
        let full = whole();
        let (lists, now) = (lists(), now());
        let stands = Stands { section: Section::Need, full: &full, half: None };
        let mut typed = stands.says().sent().to_vec();
        typed[0].1.push_str("  ");
        let read = |typed: &[(String, String)]| {
            let typed = forms::Typed::pairs(typed.to_vec());
            forms::parse(Section::Need, &typed, &full, &lists, now).unwrap()
        };
        assert!(stands.holds(Sent::Whole(&read(&typed)), &lists, now));
        typed[0].1.push_str("And more.");
        assert!(!stands.holds(Sent::Whole(&read(&typed)), &lists, now));
        assert!(!stands.holds(Sent::Half(&typed), &lists, now), "no half is kept");
    }
}
