//! What we write to people about what their searches find.

use crate::outbox::Message;
use crate::requests::mail::{closing, gist};
use crate::requests::model::{Request, Route};

/// To whoever saved a search: a request was published that it finds. Who was
/// told of the request as one of their lots is not told again: the cause is the same.
pub fn found(request: &Request, name: &str) -> Message {
    let urgent = if request.route == Some(Route::Urgent) { "Urgent: " } else { "" };
    Message {
        cause: format!("request.open:{}", request.id),
        subject: format!(
            "{urgent}New request for “{name}”: {}, {}",
            request.reference, request.title
        ),
        lines: vec![
            gist(request),
            closing(request),
            format!(
                "You get this because you saved the search “{name}”. Change or delete it under “Saved searches” in your account."
            ),
        ],
        link: format!("/opportunities/{}", request.reference),
    }
}
