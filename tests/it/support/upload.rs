//! Forms with files in them, as a browser sends them.

use actix_web::test::TestRequest;

use super::app::CSRF;

/// What a browser puts between the parts.
const BOUNDARY: &str = "----WebKitFormBoundary7MA4YWxkTrZu0gW";

/// A file to choose: its name and what is in it.
pub type Chosen<'a> = (&'a str, &'a [u8]);

/// A form with a file in its field `file`; the session's token is added.
pub fn upload(path: &str, form: &[(&str, &str)], chosen: Chosen<'_>) -> TestRequest {
    let mut fields = vec![("csrf", CSRF)];
    fields.extend(form);
    by_hand(path, &fields, chosen, &[])
}

/// The same without the token, and with fields after the file.
pub fn by_hand(
    path: &str,
    before: &[(&str, &str)],
    (name, content): Chosen<'_>,
    after: &[(&str, &str)],
) -> TestRequest {
    let mut body = Vec::new();
    let text = |fields: &[(&str, &str)]| {
        let field = |(name, value): &(&str, &str)| {
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
        };
        fields.iter().map(field).collect::<String>().into_bytes()
    };
    body.extend(text(before));
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
    );
    body.extend(head.as_bytes());
    body.extend(content);
    body.extend(b"\r\n");
    body.extend(text(after));
    body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
    TestRequest::post()
        .uri(path)
        .insert_header(("content-type", format!("multipart/form-data; boundary={BOUNDARY}")))
        .set_payload(body)
}
