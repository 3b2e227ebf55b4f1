//! What people see of the mail.

use askama::Template;

use super::forms::Search;
use super::model::{Counts, Delivery, DemonstrationMail, Envelope};
use crate::web::page::Frame;
use crate::web::paging::Paging;

/// The operator's view: how far each mail has come.
#[derive(Template)]
#[template(path = "notices/mailbox/operator.html")]
pub struct OperatorMailPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Which mail is listed.
    pub search: &'a Search,
    /// How many have come how far.
    pub counts: Counts,
    /// This page of them, newest first.
    pub envelopes: Vec<Envelope>,
    /// Which page of how many.
    pub paging: Paging,
    /// Whether the person may try one again.
    pub may_try_again: bool,
}

impl OperatorMailPage<'_> {
    fn is(&self, word: &str) -> bool {
        self.search.delivery().map_or("", Delivery::word) == word
    }

    fn failed(&self) -> i64 {
        self.counts.put_aside + self.counts.failing
    }
}

/// The demonstration's mail.
#[derive(Template)]
#[template(path = "notices/mailbox/demonstration.html")]
pub struct DemonstrationMailPage {
    /// What surrounds it.
    pub frame: Frame,
    /// This page of it, newest first.
    pub mails: Vec<DemonstrationMail>,
    /// Which page of how many.
    pub paging: Paging,
}

/// One mail of the demonstration.
#[derive(Template)]
#[template(path = "notices/mailbox/mail.html")]
pub struct OneMailPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The mail.
    pub mail: DemonstrationMail,
}

impl OneMailPage {
    fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.mail.body.split("\n\n")
    }
}
