//! What a requester sees of one page of an amendment.

use std::ops::Deref;

use askama::Template;

use crate::requests::drafting::pages::SectionPage;
use crate::requests::model::Section;

/// One page of an amendment: the fields of the same page of a draft.
#[derive(Template)]
#[template(path = "requests/amending/section.html")]
pub struct AmendmentSectionPage<'a> {
    /// The page of a draft.
    pub page: SectionPage<'a>,
    /// The mark of what is saved of it, or was when it was drawn.
    pub seen: &'a str,
    /// What a colleague saved in the meantime: what it is, and what it says.
    pub theirs: &'a [(String, String)],
    /// Whether what is saved of it does not hold yet.
    pub unfinished: bool,
}

impl<'a> Deref for AmendmentSectionPage<'a> {
    type Target = SectionPage<'a>;

    fn deref(&self) -> &SectionPage<'a> {
        &self.page
    }
}
