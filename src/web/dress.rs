//! The page for each way a request can fail.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::middleware::ErrorHandlerResponse;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use askama::Template;

use super::form::Written;
use super::guard::CallId;
use super::page::Frame;
use crate::error::Error;

/// A page that says what went wrong and what to do.
#[derive(Template)]
#[template(path = "layout/error.html")]
struct ErrorPage<'a> {
    frame: Frame,
    title: &'a str,
    said: &'a str,
    /// The id of the call, for pages about faults of ours.
    reference: Option<&'a str>,
    sign_in: Option<String>,
    /// What is to be done first, and where.
    first: Option<(String, &'static str)>,
    /// What was written in the form that was refused.
    written: Vec<String>,
}

/// Gives a failed response its page. Used for every 4xx and 5xx that carries
/// an error and not a page of its own.
pub fn dress<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
) -> actix_web::Result<ErrorHandlerResponse<B>> {
    let status = response.status();
    let Some(error) = response.response().error() else {
        return Ok(ErrorHandlerResponse::Response(response.map_into_left_body()));
    };
    let request = response.request().clone();
    let said = said(&request, error);
    let headers = response.headers().clone();
    let first = match error.as_error::<Error>() {
        Some(Error::First { href, label, .. }) => Some((href.clone(), *label)),
        _ => None,
    };
    let mut dressed = page(&request, status, &said, first);
    for name in ["location", "retry-after"] {
        if let Some(value) = headers.get(name) {
            dressed
                .headers_mut()
                .insert(actix_web::http::header::HeaderName::from_static(name), value.clone());
        }
    }
    let response = ServiceResponse::new(request, dressed.map_into_boxed_body());
    Ok(ErrorHandlerResponse::Response(response.map_into_right_body()))
}

fn said(request: &HttpRequest, error: &actix_web::Error) -> String {
    let call = request.extensions().get::<CallId>().map(|it| it.0.clone()).unwrap_or_default();
    match error.as_error::<Error>() {
        Some(Error::Unexpected(cause) | Error::Unavailable(cause)) => {
            log::error!("{call} failed: {cause:#}");
        }
        Some(_) => {}
        None => return "Go back and try again.".to_owned(),
    }
    error.to_string()
}

/// The page for something that is not there.
pub fn not_found(request: &HttpRequest) -> HttpResponse {
    page(request, StatusCode::NOT_FOUND, "Page not found", None)
}

fn page(
    request: &HttpRequest,
    status: StatusCode,
    said: &str,
    first: Option<(String, &'static str)>,
) -> HttpResponse {
    let frame = request.extensions().get::<Frame>().cloned().unwrap_or_default();
    let call = request.extensions().get::<CallId>().map(|it| it.0.clone()).unwrap_or_default();
    let title = match status.as_u16() {
        401 => "Sign in to continue",
        403 => "You cannot do this",
        404 => "Page not found",
        405 => "That cannot be done here",
        409 => "This cannot be done now",
        413 => "Too much was sent at once",
        422 => "This was already sent",
        429 => "Too many tries",
        503 => "Muster is not available",
        500.. => "Sorry, there is a problem with the service",
        _ => "We could not read that",
    };
    let sign_in = (status == StatusCode::UNAUTHORIZED).then(|| {
        let then = request.uri().path_and_query().map_or("/", |it| it.as_str());
        format!("/sign-in?{}", serde_urlencoded::to_string([("then", then)]).unwrap_or_default())
    });
    let reference = status.is_server_error().then_some(call.as_str());
    let written = request.extensions().get::<Written>().cloned().unwrap_or_default().0;
    let page = ErrorPage { frame, title, said, reference, sign_in, first, written };
    let mut response = HttpResponse::build(status);
    match page.render() {
        Ok(html) => response.content_type("text/html; charset=utf-8").body(html),
        Err(_) => response.body(BoxBody::new(said.to_owned())),
    }
}
