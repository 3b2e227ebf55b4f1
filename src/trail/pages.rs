//! What people see of the trail.

use askama::Template;

use super::forms::FilterForm;
use super::model::{Entry, Head};
use crate::web::form::Choice;
use crate::web::page::Frame;

/// The audit desk.
#[derive(Template)]
#[template(path = "trail/desk.html")]
pub struct AuditDeskPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The filter as typed.
    pub form: FilterForm,
    /// What happened, to choose from.
    pub actions: Vec<Choice>,
    /// The end of the chain.
    pub head: Head,
    /// What the filter lets through, newest first.
    pub entries: Vec<Entry>,
    /// Whether there are older ones.
    pub more: bool,
    /// Whether they may be taken away as a file.
    pub may_export: bool,
}

impl AuditDeskPage {
    fn older(&self) -> String {
        self.entries.last().map(|last| self.form.older_than(last.seq())).unwrap_or_default()
    }
}

/// One entry, with what proves that it is there.
#[derive(Template)]
#[template(path = "trail/entry.html")]
pub struct EntryPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The entry, as far as it may be read.
    pub entry: Entry,
    /// Its hash.
    pub hash: String,
    /// The hash of the entry before.
    pub before: String,
    /// How many entries the checkpoint covers that proves it, if there is one.
    pub covered: Option<u64>,
    /// The entry and its proof as anyone can check them; nothing of one that is sealed.
    pub proof: String,
    /// Whether there is an entry after it.
    pub next: bool,
}
