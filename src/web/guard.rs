//! What stands between the wire and the handlers: an id for each call, one
//! log line for each, the origin check, and the headers that every response
//! carries, errors too.

use std::future::{Ready, ready};
use std::net::IpAddr;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use url::Url;
use uuid::Uuid;

use crate::error::Error;

/// The id of one HTTP call: in its log line, its audit entries and its error page.
#[derive(Debug, Clone)]
pub struct CallId(pub String);

/// Marks a response that is one person's own and must not be kept by caches.
#[derive(Debug, Clone, Copy)]
pub struct Private;

/// What the whole service knows about itself.
#[derive(Debug, Clone)]
pub struct Site {
    /// How people reach us.
    pub public_url: Url,
    /// Whether cookies travel only over TLS.
    pub secure: bool,
    /// Whether this is the demonstration.
    pub demonstration: bool,
    /// Proxies whose forwarded addresses are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where people can write to the operator.
    pub contact: Option<String>,
}

impl Site {
    /// The name of the session's cookie; `__Host-` binds it to this host, over TLS.
    pub fn session_cookie(&self) -> &'static str {
        if self.secure { "__Host-muster" } else { "muster" }
    }

    /// How people reach us, without a slash at the end: for commands to copy.
    pub fn address(&self) -> String {
        self.public_url.as_str().trim_end_matches('/').to_owned()
    }

    /// The name of the cookie of a sign-in that is half done.
    pub fn half_cookie(&self) -> &'static str {
        if self.secure { "__Host-muster-half" } else { "muster-half" }
    }

    /// Whose machine a request comes from: a forwarded address is believed
    /// only from a proxy of ours.
    pub fn client(&self, request: &HttpRequest) -> Option<IpAddr> {
        let peer = request.peer_addr()?.ip();
        if !self.trusted_proxies.contains(&peer) {
            return Some(peer);
        }
        let forwarded = request.headers().get("x-forwarded-for").and_then(|it| it.to_str().ok());
        let mut hops =
            forwarded.unwrap_or_default().rsplit(',').filter_map(|it| it.trim().parse().ok());
        hops.find(|hop: &IpAddr| !self.trusted_proxies.contains(hop)).or(Some(peer))
    }
}

impl FromRequest for CallId {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = request.extensions().get::<Self>().cloned();
        ready(Ok(found.unwrap_or_else(|| Self(String::new()))))
    }
}

/// Gives the call its id, its log line and its headers. A HEAD is answered as
/// the GET it stands for: the server leaves the body out.
pub async fn watch(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let began = Instant::now();
    let id = Uuid::now_v7().simple().to_string();
    // As the routes read it, however it was spelt.
    let (method, path) = (request.method().clone(), request.match_info().as_str().to_owned());
    request.extensions_mut().insert(CallId(id.clone()));
    if method == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let mut response = next.call(request).await?.map_into_boxed_body();
    let private = response.request().extensions().get::<Private>().is_some();
    headers(response.headers_mut(), private, &id);
    let (status, took) = (response.status().as_u16(), began.elapsed().as_millis());
    log::info!(target: "muster::call", "{method} {} {status} {took}ms {id}", logged(&path));
    Ok(response)
}

/// Addresses that end in a secret: whoever reads it may use it.
const SECRET: [&str; 4] = ["/unsubscribe/", "/verify/", "/invitations/", "/password/"];

/// The path as the log keeps it. Everything about bids looks the same, so that
/// nobody can count submissions in a log before the opening; and no secret is
/// written down.
fn logged(path: &str) -> String {
    if path.starts_with("/bids") || path.ends_with("/bid") {
        return "/bids/…".to_owned();
    }
    let secret = SECRET.iter().find(|it| path.starts_with(**it));
    secret.map_or_else(|| path.to_owned(), |it| format!("{it}…"))
}

/// Whether an address ends a digest. Mail programs send that form themselves,
/// from wherever they run: the token in the address is all it takes.
pub fn is_unsubscribing(path: &str) -> bool {
    path.starts_with("/unsubscribe/")
}

static FIXED: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

fn headers(headers: &mut HeaderMap, private: bool, id: &str) {
    for (name, value) in &FIXED {
        if !headers.contains_key(name) {
            headers.insert(name.clone(), HeaderValue::from_static(value));
        }
    }
    if private {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    } else if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}

/// Nothing of ours has a control character in its address, and the database
/// could not even look for one.
pub async fn plain_address(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if has_control(request.path()) {
        return Ok(request.error_response(Error::NotFound));
    }
    next.call(request).await.map(ServiceResponse::map_into_boxed_body)
}

fn has_control(path: &str) -> bool {
    let code = |it: &[u8]| matches!(it, [b'%', b'0' | b'1', _] | [b'%', b'7', b'f' | b'F']);
    path.as_bytes().windows(3).any(code)
}

/// Refuses a change asked for by a page that is not ours.
pub async fn same_origin(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || is_unsubscribing(request.match_info().as_str());
    let site = request.app_data::<Data<Site>>().cloned();
    if !safe && site.is_none_or(|site| !is_ours(request.headers(), &site)) {
        return Ok(request.error_response(Error::Forged));
    }
    next.call(request).await.map(ServiceResponse::map_into_boxed_body)
}

/// Browsers say where a form came from. Programs that are not browsers say
/// nothing, and still need the session's token.
fn is_ours(headers: &HeaderMap, site: &Site) -> bool {
    let said = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    if said("sec-fetch-site").is_some_and(|it| !matches!(it, "same-origin" | "none")) {
        return false;
    }
    match said("origin") {
        None => true,
        Some(origin) => {
            let host = said("host").unwrap_or_default();
            let own = site.public_url.origin().ascii_serialization();
            origin == own
                || Url::parse(origin).is_ok_and(|it| !site.secure && authority(&it) == host)
        }
    }
}

fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::{HeaderMap, HeaderName, HeaderValue, Site, has_control, is_ours, logged};

    fn asked(pairs: &[(&'static str, &'static str)], secure: bool) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let public_url = "https://muster.example".parse().unwrap();
        is_ours(
            &headers,
            &Site {
                public_url,
                secure,
                demonstration: false,
                trusted_proxies: vec![],
                contact: None,
            },
        )
    }

    #[test]
    fn the_log_does_not_tell_a_submission_from_any_other_look_at_a_bid() {
        for path in
            ["/bids/BID-2026-7F3K9Q/submission", "/bids", "/opportunities/REQ-2026-0042/bid"]
        {
            assert_eq!(logged(path), "/bids/…");
        }
        assert_eq!(logged("/opportunities"), "/opportunities");
    }

    #[test]
    fn the_log_keeps_no_secret_of_an_address() {
        for secret in ["/unsubscribe/", "/verify/", "/invitations/", "/password/"] {
            assert_eq!(logged(&format!("{secret}0123456789abcdef")), format!("{secret}…"));
        }
    }

    #[test]
    fn control_characters_are_seen_in_an_address_however_they_are_spelt() {
        for path in ["/providers/%00", "/%1Fx", "/a%7f", "/a%7F"] {
            assert!(has_control(path), "{path}");
        }
        for path in ["/providers/caf%C3%A9", "/a%20b", "/100%", "/%70"] {
            assert!(!has_control(path), "{path}");
        }
    }

    #[test]
    fn only_our_own_pages_may_send_forms() {
        assert!(asked(&[], true));
        assert!(asked(
            &[("origin", "https://muster.example"), ("sec-fetch-site", "same-origin")],
            true
        ));
        assert!(!asked(&[("origin", "https://evil.example")], true));
        assert!(!asked(&[("sec-fetch-site", "cross-site")], true));
        assert!(!asked(&[("origin", "null")], true));
        assert!(!asked(&[("origin", "https://other.example"), ("host", "other.example")], true));
    }

    #[test]
    fn on_a_developers_machine_any_name_of_it_will_do() {
        assert!(asked(&[("origin", "http://localhost:8080"), ("host", "localhost:8080")], false));
        assert!(!asked(&[("origin", "http://evil.example"), ("host", "localhost:8080")], false));
    }
}
