//! What people see of the mail.

use askama::Template;

use super::forms::{MOST_KEPT, Search};
use super::model::{Counts, Delivery, DemonstrationMail, Envelope};
use crate::web::page::Frame;
use crate::web::paging::Paging;
use crate::web::sheet::Sheet;

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

/// The same for a spreadsheet: without what a mail says.
pub fn sheet(found: &[Envelope]) -> Sheet {
    let row = |it: &Envelope| {
        vec![
            it.recipient.clone().into(),
            it.subject.clone().into(),
            it.delivery().label().into(),
            it.created_at.into(),
            it.sent_at.into(),
            it.dead_at.into(),
            i64::from(it.attempts).into(),
            it.last_error.clone().into(),
        ]
    };
    Sheet::new(
        &["To", "Subject", "State", "Written", "Sent", "Given up", "Tries", "What went wrong last"],
        found.iter().map(row),
    )
}

impl OperatorMailPage<'_> {
    fn text(&self) -> String {
        if self.paging.total > MOST_KEPT {
            "Download the newest 10,000".to_owned()
        } else {
            "Download".to_owned()
        }
    }

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
    /// Where it leads.
    pub links: Vec<String>,
}

impl OneMailPage {
    fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.mail.body.split("\n\n")
    }
}
