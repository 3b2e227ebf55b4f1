//! Addresses as people type and pass them on: a reference in small letters, or
//! with a slash behind it, leads to the page it names.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::LOCATION;
use actix_web::middleware::Next;

/// What a reference begins with.
const KINDS: [&str; 4] = ["REQ", "BID", "CON", "INV"];

/// Sends whoever looks for a page by a reference to its right address. What
/// is sent to an address is not sent on.
pub async fn right_address(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let looks = *request.method() == Method::GET;
    let Some(right) = looks.then(|| righted(request.path())).flatten() else {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    };
    let asked = request.query_string();
    let place = if asked.is_empty() { right } else { format!("{right}?{asked}") };
    let response = HttpResponse::PermanentRedirect().insert_header((LOCATION, place)).finish();
    Ok(request.into_response(response))
}

/// The right address of a page whose address has a reference in it, where it
/// is another. It never leads off the site.
fn righted(path: &str) -> Option<String> {
    let on_site = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    let mut named = false;
    let parts: Vec<String> = path
        .trim_end_matches('/')
        .split('/')
        .map(|part| {
            let (stem, rest) = part.split_at(part.find('.').unwrap_or(part.len()));
            let is_reference = is_reference(stem);
            named |= is_reference;
            if is_reference { format!("{}{rest}", stem.to_uppercase()) } else { part.to_owned() }
        })
        .collect();
    Some(parts.join("/")).filter(|right| on_site && named && right != path)
}

fn is_reference(part: &str) -> bool {
    let mut pieces = part.split('-');
    let kind = pieces.next().is_some_and(|it| KINDS.iter().any(|k| it.eq_ignore_ascii_case(k)));
    let year =
        pieces.next().is_some_and(|it| it.len() == 4 && it.bytes().all(|b| b.is_ascii_digit()));
    let number = pieces
        .next()
        .is_some_and(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_alphanumeric()));
    kind && year && number && pieces.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::righted;

    #[test]
    fn a_reference_in_small_letters_or_with_a_slash_leads_to_its_page() {
        for (path, right) in [
            ("/opportunities/req-2026-0042", Some("/opportunities/REQ-2026-0042")),
            ("/opportunities/REQ-2026-0042/", Some("/opportunities/REQ-2026-0042")),
            ("/opportunities/Req-2026-0042.ics", Some("/opportunities/REQ-2026-0042.ics")),
            ("/bids/bid-2026-7f3k9q/team/", Some("/bids/BID-2026-7F3K9Q/team")),
            ("/contracts/con-2026-0001//", Some("/contracts/CON-2026-0001")),
            ("/opportunities/REQ-2026-0042", None),
            ("/opportunities/", None),
            ("/providers/req-and-co", None),
            ("/providers/req-2026", None),
            ("/providers/req-2026-0042-again", None),
            ("//evil.example/req-2026-0042/", None),
            ("/\\evil.example/req-2026-0042", None),
        ] {
            assert_eq!(righted(path).as_deref(), right, "{path}");
        }
    }
}
