//! What people see of their notices.

use askama::Template;

use super::model::OwnNotice;
use crate::web::page::Frame;
use crate::web::paging::Paging;

/// A person's notices.
#[derive(Template)]
#[template(path = "notices/list.html")]
pub struct NoticesPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The person's own home page.
    pub home: &'a str,
    /// This page of them, newest first.
    pub notices: Vec<OwnNotice>,
    /// Which page of how many.
    pub paging: Paging,
}
