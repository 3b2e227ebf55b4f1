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
    /// Whether what is saved of it does not hold yet.
    pub unfinished: bool,
}

impl<'a> Deref for AmendmentSectionPage<'a> {
    type Target = SectionPage<'a>;

    fn deref(&self) -> &SectionPage<'a> {
        &self.page
    }
}
