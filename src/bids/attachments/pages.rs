//! What its provider sees of what is attached to a bid.

use askama::Template;

use super::model::Attachment;
use crate::bids::model::BidInFull;
use crate::bids::pages::Closing;
use crate::files::kinds::{ACCEPT, HINT};
use crate::files::model::{Attached, weight};
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// The attachments of a bid that is being written.
#[derive(Template)]
#[template(path = "bids/attachments.html")]
pub struct AttachmentsPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The bid and everything it is judged by.
    pub it: &'a BidInFull,
    /// The request's deadline.
    pub closing: Closing,
    /// Whether files are looked at for viruses.
    pub scanned: bool,
    /// Whether there is room for another.
    pub room: bool,
    /// What is wrong with what was chosen.
    pub mistakes: &'a Mistakes,
}

impl AttachmentsPage<'_> {
    fn accept(&self) -> &'static str {
        ACCEPT
    }

    fn hint(&self) -> &'static str {
        HINT
    }

    fn lines(&self) -> Vec<(Attached, String)> {
        let line = |it: &Attachment| {
            let removal = self.it.bid.at(&format!("attachments/{}/removal", it.file.id));
            (shown(self.it, it), removal)
        };
        self.it.attachments.iter().map(line).collect()
    }

    fn weight(&self) -> String {
        weight(self.it.attachments.iter().map(|it| it.file.bytes).sum())
    }
}

/// An attachment beside its bid, with the way to have it.
pub fn shown(it: &BidInFull, one: &Attachment) -> Attached {
    let mut shown = one.file.attached();
    if !shown.href.is_empty() {
        shown.href = it.bid.at(&format!("attachments/{}", one.file.id));
    }
    shown
}
