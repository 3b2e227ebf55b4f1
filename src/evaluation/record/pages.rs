//! Who gave which score.

use askama::Template;

use super::view::Record;
use crate::web::page::Frame;

/// Every score of a request whose quality is locked.
#[derive(Template)]
#[template(path = "evaluation/record.html")]
pub struct RecordPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The scores.
    pub it: Record,
}
