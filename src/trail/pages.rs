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
}

impl AuditDeskPage {
    fn older(&self) -> String {
        self.entries.last().map(|last| self.form.older_than(last.seq())).unwrap_or_default()
    }
}
