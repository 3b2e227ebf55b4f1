//! Who reads an answer: people, or programs.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::ACCEPT;
use actix_web::{FromRequest, HttpRequest};

/// Who reads an answer that there is a page and data for. Browsers say that
/// they take pages; whoever does not is a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// A page.
    Page,
    /// Data.
    Data,
}

impl FromRequest for Reads {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let takes = request.headers().get(ACCEPT).and_then(|it| it.to_str().ok());
        let page = takes.is_some_and(|it| it.to_ascii_lowercase().contains("text/html"));
        ready(Ok(if page { Self::Page } else { Self::Data }))
    }
}
