//! What people see of a record before they take it.

use askama::Template;

use crate::requests::model::Request;
use crate::seal::note::Trusted;
use crate::web::page::Frame;

/// Where the record is taken.
#[derive(Template)]
#[template(path = "trail/record/page.html")]
pub struct RecordPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// Why it cannot be taken; empty if it can.
    pub refusal: String,
    /// The keys it can be checked with, the newest first.
    pub keys: Vec<Trusted>,
}
