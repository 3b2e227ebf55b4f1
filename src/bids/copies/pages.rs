//! The page on which a bid is filled from a copy.

use askama::Template;

use crate::bids::model::BidInFull;
use crate::bids::pages::Closing;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// Choosing the copy.
#[derive(Template)]
#[template(path = "bids/copy.html")]
pub struct CopyPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The bid and everything it is judged by.
    pub it: &'a BidInFull,
    /// The request's deadline.
    pub closing: Closing,
    /// What is wrong with what was chosen.
    pub mistakes: &'a Mistakes,
}

impl CopyPage<'_> {
    fn is_begun(&self) -> bool {
        let it = &self.it.content;
        !(it.evidence.is_empty()
            && it.answers.is_empty()
            && it.team.is_empty()
            && !it.is_priced()
            && self.it.bid.team_words.is_empty())
    }
}
