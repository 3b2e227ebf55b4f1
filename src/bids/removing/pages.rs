//! What a bidder sees before a draft goes.

use askama::Template;

use crate::bids::model::BidInFull;
use crate::web::page::Frame;

/// Asking before a draft is deleted.
#[derive(Template)]
#[template(path = "bids/removal.html")]
pub struct RemovalPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The bid, with what is attached to it.
    pub it: &'a BidInFull,
    /// Whether its request still takes bids.
    pub open: bool,
}

impl RemovalPage<'_> {
    fn files(&self) -> String {
        match self.it.attachments.len() {
            0 => String::new(),
            1 => ", with the file that is attached".to_owned(),
            n => format!(", with the {n} files that are attached"),
        }
    }
}
