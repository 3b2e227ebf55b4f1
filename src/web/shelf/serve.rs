//! Serving pages from the shelf, and keeping what was rendered there: the
//! middleware between the headers and compression.

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    ACCEPT_ENCODING, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap,
    HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, SET_COOKIE, VARY,
};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpResponse};
use anyhow::anyhow;
use chrono::{DateTime, SubsecRound, TimeDelta};
use sha2::{Digest, Sha256};

use super::{Keep, Kept, Shelf};
use crate::db::Db;
use crate::error::Error::Unexpected;
use crate::types::text::hex;
use crate::types::time::Moment;
use crate::web::guard::{Private, Site};

/// Before a copy is so old it says nothing of when it was made: the second it
/// was made in may also be that of the copy before, which some server may
/// serve for another second.
const SETTLED: TimeDelta = TimeDelta::seconds(2);

/// Serves a page from the shelf to whoever is not signed in, or else has it
/// rendered, and keeps it if its handler said so.
pub async fn serve(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let found =
        request.app_data::<Data<Shelf>>().cloned().zip(request.app_data::<Data<Db>>().cloned());
    let Some((shelf, db)) = found.filter(|it| is_asked_by_anyone(&request, &it.0)) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let key = key_of(&request);
    let asked = Asked::of(request.headers());
    let now = || shelf.now().map(|told| db.or_stopped(told));
    let mut turn = None;
    // Waits for another once; whoever still finds nothing then renders it too.
    for waited in [false, true] {
        let Some(at) = now() else { break };
        if let Some(copy) = shelf.copy(&key, at) {
            return Ok(request.into_response(answer(&copy, &asked, Some(at))));
        }
        match Shelf::turn(&shelf, &key) {
            Ok(own) => turn = Some(own),
            Err(mut other) if !waited => {
                // The other drops its end when it is done: that is the only news.
                let _ = other.changed().await;
                continue;
            }
            Err(_) => {}
        }
        break;
    }
    let begun = shelf.dropped();
    let response = next.call(request).await?.map_into_boxed_body();
    let rendered = rendered(response, &asked, now()).await?;
    if let Rendered::Whole(_, Some(copy)) = &rendered
        && now().is_some()
    {
        shelf.put(key, copy.clone(), begun);
    }
    drop(turn);
    Ok(match rendered {
        Rendered::Whole(response, _) | Rendered::Otherwise(response) => response,
    })
}

/// Whether it is a page that may be kept, asked for by nobody in particular.
fn is_asked_by_anyone(request: &ServiceRequest, shelf: &Shelf) -> bool {
    let session = request.app_data::<Data<Site>>().map_or("", |it| it.session_cookie());
    let theirs = ["muster-said", session];
    *request.method() == Method::GET
        && shelf.holds(request.path())
        && theirs.iter().all(|it| request.cookie(it).is_none())
}

/// The address, and what the browser takes: each way of compression has its copy.
fn key_of(request: &ServiceRequest) -> String {
    let taken = request.headers().get(ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
    let address = request.uri().path_and_query().map_or("/", |it| it.as_str());
    format!("{} {address}", taken.unwrap_or_default())
}

/// What the browser has already.
struct Asked {
    tags: Option<String>,
    since: Option<Moment>,
}

impl Asked {
    fn of(headers: &HeaderMap) -> Self {
        let said = |name| headers.get(name).and_then(|it: &HeaderValue| it.to_str().ok());
        let since = said(IF_MODIFIED_SINCE).and_then(|it| DateTime::parse_from_rfc2822(it).ok());
        Self { tags: said(IF_NONE_MATCH).map(str::to_owned), since: since.map(|it| it.to_utc()) }
    }

    /// Whether that is this copy (RFC 9110, 13.2.2: the date counts only where
    /// no tag is said).
    fn has(&self, tag: &str, modified: Option<Moment>) -> bool {
        match &self.tags {
            Some(tags) => tags
                .split(',')
                .map(str::trim)
                .any(|it| it == "*" || it.trim_start_matches("W/").trim_matches('"') == tag),
            None => self.since.zip(modified).is_some_and(|(since, modified)| modified <= since),
        }
    }
}

fn answer(copy: &Kept, asked: &Asked, now: Option<Moment>) -> HttpResponse {
    let modified =
        now.filter(|now| *now - copy.made >= SETTLED).map(|_| copy.made.trunc_subsecs(0));
    let had = asked.has(&copy.tag, modified);
    let mut response = if had { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    let kept = copy.headers.iter().filter(|it| !had || it.0 == VARY);
    for (name, value) in kept {
        response.insert_header((name.clone(), value.clone()));
    }
    response.insert_header((ETAG, format!("\"{}\"", copy.tag)));
    if let Some(at) = modified {
        response.insert_header((LAST_MODIFIED, http_date(at)));
    }
    if had { response.finish() } else { response.body(copy.body.clone()) }
}

/// As HTTP writes a moment: `Mon, 05 Jan 2026 09:00:00 GMT`.
pub fn http_date(at: Moment) -> String {
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

enum Rendered {
    /// A page that everyone gets alike, and its copy while it may be kept.
    Whole(ServiceResponse<BoxBody>, Option<Kept>),
    /// Anything else.
    Otherwise(ServiceResponse<BoxBody>),
}

async fn rendered(
    response: ServiceResponse<BoxBody>,
    asked: &Asked,
    now: Option<Moment>,
) -> Result<Rendered, Error> {
    let keep = response.response().extensions().get::<Keep>().cloned();
    let theirs = response.headers().contains_key(SET_COOKIE)
        || response.request().extensions().get::<Private>().is_some();
    let Some(keep) = keep.filter(|_| response.status() == StatusCode::OK && !theirs) else {
        return Ok(Rendered::Otherwise(response));
    };
    let (request, response) = response.into_parts();
    let headers = response.headers();
    let mut described: Vec<_> = [CONTENT_TYPE, CONTENT_ENCODING, CONTENT_DISPOSITION]
        .into_iter()
        .filter_map(|name| headers.get(&name).cloned().map(|value| (name, value)))
        .collect();
    described.push((VARY, HeaderValue::from_static("accept-encoding, cookie")));
    let body = to_bytes(response.into_body()).await;
    let body = body.map_err(|_| Unexpected(anyhow!("a page broke off")))?;
    let tag: String = hex(&Sha256::digest(&body)).chars().take(32).collect();
    let made = now.unwrap_or(Moment::UNIX_EPOCH);
    let copy = Kept { body, headers: described, tag, made, keep };
    let answer = answer(&copy, asked, None);
    let lasting = now.is_some_and(|now| now < copy.keep.until);
    Ok(Rendered::Whole(ServiceResponse::new(request, answer), lasting.then_some(copy)))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use actix_web::middleware::from_fn;
    use actix_web::{App, test as http};
    use futures_util::future::join_all;

    use super::*;
    use crate::db::pools;
    use crate::types::time::Clock;
    use crate::web::shelf::About;

    fn asked(tags: Option<&str>, since: Option<&str>) -> Asked {
        let mut headers = HeaderMap::new();
        for (name, value) in [(IF_NONE_MATCH, tags), (IF_MODIFIED_SINCE, since)] {
            if let Some(value) = value {
                headers.insert(name, HeaderValue::from_str(value).unwrap());
            }
        }
        Asked::of(&headers)
    }

    #[test]
    fn a_browser_has_a_copy_by_its_tag_or_else_by_its_date() {
        let made = DateTime::from_timestamp(1_767_603_600, 0).unwrap();
        assert_eq!(http_date(made), "Mon, 05 Jan 2026 09:00:00 GMT");
        for (tags, since, has) in [
            (None, None, false),
            (Some("\"a1\""), None, true),
            (Some("W/\"a1\""), None, true),
            (Some("\"b2\", \"a1\""), None, true),
            (Some("*"), None, true),
            (Some("\"b2\""), Some("Mon, 05 Jan 2026 09:00:00 GMT"), false),
            (None, Some("Mon, 05 Jan 2026 09:00:00 GMT"), true),
            (None, Some("Mon, 05 Jan 2026 08:59:59 GMT"), false),
            (None, Some("yesterday"), false),
        ] {
            assert_eq!(asked(tags, since).has("a1", Some(made)), has, "{tags:?} {since:?}");
        }
        let date = Some("Mon, 05 Jan 2026 09:00:00 GMT");
        assert!(!asked(None, date).has("a1", None), "a copy that is too young has no date");
    }

    #[actix_web::test]
    async fn what_many_ask_for_at_once_is_rendered_once() {
        static RENDERED: AtomicUsize = AtomicUsize::new(0);
        async fn page() -> HttpResponse {
            RENDERED.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            let until = Moment::UNIX_EPOCH + TimeDelta::seconds(60);
            crate::web::shelf::keep(HttpResponse::Ok().body("page"), About::Everything, until)
        }
        let shelf = Data::new(Shelf::new(|_| true));
        shelf.hear(std::time::Instant::now(), Moment::UNIX_EPOCH);
        // Nobody asks this door for anything.
        let pool = pools::open("host=nowhere", 1, "").unwrap();
        let db = Data::new(Db::new(pool.clone(), pool, Clock::Database));
        let app = App::new()
            .app_data(shelf.clone())
            .app_data(db)
            .wrap(from_fn(serve))
            .default_service(actix_web::web::to(page));
        let app = http::init_service(app).await;
        let ask = || http::call_service(&app, http::TestRequest::get().uri("/").to_request());
        let answers = join_all((0..20).map(|_| ask())).await;
        assert_eq!(RENDERED.load(Ordering::SeqCst), 1);
        for answer in answers {
            assert_eq!(http::read_body(answer).await, "page");
        }
        shelf.changed("*");
        assert_eq!(ask().await.status(), StatusCode::OK);
        assert_eq!(RENDERED.load(Ordering::SeqCst), 2);
    }
}
