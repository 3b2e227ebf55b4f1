//! Files that a browser keeps rather than shows.

use std::error::Error as StdError;
use std::fmt::Display;

use actix_web::HttpResponse;
use actix_web::http::header::{
    CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, HeaderName,
};
use actix_web::web::Bytes;
use futures_util::{Stream, StreamExt};

/// A file of so many bytes, as a download that no browser runs.
pub fn attachment<E>(
    name: &str,
    media_type: &str,
    bytes: i64,
    content: impl Stream<Item = Result<Bytes, E>> + 'static,
) -> HttpResponse
where
    E: Display + Into<Box<dyn StdError>> + 'static,
{
    let content = content.inspect(|piece| {
        if let Err(fault) = piece {
            log::error!("a download broke off: {fault}");
        }
    });
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((CONTENT_DISPOSITION, disposition(name)))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        // Sent as it is: what is packed already does not shrink, and the length is known.
        .insert_header((CONTENT_ENCODING, "identity"))
        .no_chunking(u64::try_from(bytes).unwrap_or_default())
        .streaming(content)
}

/// How the browser is to call it (RFC 6266): plainly, for those that read
/// nothing else, and then as it is called.
pub fn disposition(name: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || " .-_()".contains(it);
    let simple: String = name.chars().map(|it| if plain(it) { it } else { '_' }).collect();
    let free = |it: u8| it.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&it);
    let coded: String = name
        .bytes()
        .map(|it| if free(it) { char::from(it).to_string() } else { format!("%{it:02X}") })
        .collect();
    format!("attachment; filename=\"{simple}\"; filename*=UTF-8''{coded}")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_travels_whole_and_breaks_out_of_nothing() {
        assert_eq!(
            disposition("Zoë’s “paper”; x=1.pdf"),
            "attachment; filename=\"Zo__s _paper__ x_1.pdf\"; filename*=UTF-8''Zo%C3%AB%E2%80%99s%20%E2%80%9Cpaper%E2%80%9D%3B%20x%3D1.pdf"
        );
        assert_eq!(
            disposition("a\"\r\nb.pdf"),
            "attachment; filename=\"a___b.pdf\"; filename*=UTF-8''a%22%0D%0Ab.pdf"
        );
    }
}
