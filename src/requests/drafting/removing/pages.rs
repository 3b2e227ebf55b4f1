//! What a requester sees before a draft goes.

use askama::Template;

use crate::requests::model::Request;
use crate::web::page::Frame;

/// Asking before a draft is deleted.
#[derive(Template)]
#[template(path = "requests/removal.html")]
pub struct RemovalPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
}
