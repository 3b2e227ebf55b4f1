//! Turning a template into a response.

use std::future::{Ready, ready};

use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use askama::Template;
use uuid::Uuid;

use super::summary::in_page_order;
use crate::error::{Error, Result};
use crate::types::time::Moment;
use crate::types::uk_time;

/// Who is signed in, as the header shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Badge {
    /// The person's name.
    pub name: String,
    /// Their organisation's name.
    pub organisation: String,
    /// Their roles, in words.
    pub role: String,
}

/// A way to go, in the navigation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NavItem {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether we are there.
    pub current: bool,
}

/// What the page after a form says once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// What it says.
    pub words: String,
    /// Whether something was done. Where nothing was, it is not said in green.
    pub done: bool,
}

/// What the words begin with in their cookie where nothing was done.
const UNDONE: &str = "~";

impl Flash {
    /// As its cookie brings it.
    pub fn brought(cookie: &str) -> Self {
        match cookie.strip_prefix(UNDONE) {
            Some(words) => Self { words: words.to_owned(), done: false },
            None => Self { words: cookie.to_owned(), done: true },
        }
    }

    /// What stands above the words.
    pub fn title(&self) -> &'static str {
        if self.done { "Done" } else { "Important" }
    }
}

/// What surrounds every page: put into the request by the session
/// middleware, and taken by handlers as an argument.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Who is signed in, if anyone.
    pub person: Option<Badge>,
    /// Where they can go.
    pub nav: Vec<NavItem>,
    /// The token this session's forms carry.
    pub csrf: String,
    /// Whether this is the demonstration.
    pub demonstration: bool,
    /// What just happened, said once.
    pub flash: Option<Flash>,
    /// When the session ends if nobody uses it, and the time now.
    pub ends: Option<(Moment, Moment)>,
    /// How many notices are unread.
    pub unread: i64,
    /// The address asked for.
    pub path: String,
}

impl Frame {
    /// When the session ends, for machines.
    pub fn ends_iso(&self) -> String {
        self.ends.map(|it| uk_time::iso(it.0)).unwrap_or_default()
    }

    /// The time now, for machines.
    pub fn now_iso(&self) -> String {
        self.ends.map(|it| uk_time::iso(it.1)).unwrap_or_default()
    }

    /// Where the menu leads under a name; to the start page if it has none.
    pub fn way(&self, label: &str) -> &str {
        self.nav.iter().find(|it| it.label == label).map_or("/", |it| it.href.as_str())
    }

    /// Where every trail of crumbs begins, and what that is called.
    pub fn first(&self) -> (&str, &str) {
        let home = self.nav.iter().find(|it| it.label == "Today");
        home.map_or(("Home", "/"), |it| (it.label.as_str(), it.href.as_str()))
    }

    /// Where to go on from a page that led nowhere: the list we are in, then
    /// what needs this person today.
    pub fn ways_on(&self) -> impl Iterator<Item = &NavItem> {
        let here = self.nav.iter().filter(|it| it.current && it.label != "Today");
        here.chain(self.nav.iter().filter(|it| it.label == "Today"))
    }

    /// A fresh key for a form that makes something.
    pub fn once(&self) -> Uuid {
        Uuid::now_v7()
    }
}

impl FromRequest for Frame {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(request.extensions().get::<Self>().cloned().unwrap_or_default()))
    }
}

/// What a figure is of: `one`, if it differs and there is a single one.
pub fn of_so_many<'a>(number: &str, many: &'a str, one: &'a str) -> &'a str {
    if number == "1" && !one.is_empty() { one } else { many }
}

/// Shows a page.
pub fn show(page: &impl Template) -> Result<HttpResponse> {
    with_status(StatusCode::OK, page)
}

/// Shows a form again with its mistakes marked.
pub fn mistaken(page: &impl Template) -> Result<HttpResponse> {
    with_status(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// Sends the browser on after a change, so that reloading does not repeat it.
pub fn go_to(path: impl Into<String>) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, path.into())).finish()
}

/// Sends the browser on, to a page that says once what just happened.
pub fn go_to_saying(path: impl Into<String>, said: &str) -> HttpResponse {
    let said = serde_urlencoded::to_string([("said", said)]).unwrap_or_default();
    // A browser's cookie is read with %-codes alone.
    let said = said.trim_start_matches("said=").replace('+', "%20");
    let cookie = Cookie::build("muster-said", said)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(actix_web::cookie::time::Duration::minutes(1))
        .finish();
    HttpResponse::SeeOther().insert_header((LOCATION, path.into())).cookie(cookie).finish()
}

/// The same where nothing was done, and the page says why.
pub fn go_to_explaining(path: impl Into<String>, said: &str) -> HttpResponse {
    go_to_saying(path, &format!("{UNDONE}{said}"))
}

/// Shows a page with a status of its own.
pub fn with_status(status: StatusCode, page: &impl Template) -> Result<HttpResponse> {
    let html = in_page_order(page.render().map_err(anyhow::Error::from)?);
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html))
}
