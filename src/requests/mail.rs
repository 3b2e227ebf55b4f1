//! What we write to people about requests.

use super::model::{Classification, Request, Route};
use crate::outbox::Message;
use crate::types::uk_time;

/// To the approvers: a draft waits for one of them.
pub fn approval_wanted(request: &Request) -> Message {
    let again = request.submitted_at.map(|at| at.timestamp_millis()).unwrap_or_default();
    Message {
        cause: format!("request.submitted:{}:{again}", request.id),
        subject: format!("{} needs your approval", request.reference),
        lines: vec![
            format!(
                "A colleague has submitted {}, “{}”, for approval.",
                request.reference, request.title
            ),
            "Read it as providers will, then publish it or send it back with a comment.".to_owned(),
        ],
        link: format!("/requests/{}/approval", request.reference),
    }
}

/// To whoever wrote it: it came back.
pub fn sent_back(request: &Request) -> Message {
    let again = request.submitted_at.map(|at| at.timestamp_millis()).unwrap_or_default();
    Message {
        cause: format!("request.sent_back:{}:{again}", request.id),
        subject: format!("{} was sent back to you", request.reference),
        lines: vec![
            format!("An approver has sent back {}, “{}”.", request.reference, request.title),
            "Their comments are on the request’s page. Change what is needed and submit it again."
                .to_owned(),
        ],
        link: format!("/requests/{}", request.reference),
    }
}

/// To whoever wrote it: it is public.
pub fn published(request: &Request) -> Message {
    Message {
        cause: format!("request.published:{}", request.id),
        subject: format!("{} is published", request.reference),
        lines: vec![
            format!(
                "{}, “{}”, was approved and is open for bids.",
                request.reference, request.title
            ),
            closing(request),
        ],
        link: format!("/requests/{}", request.reference),
    }
}

/// To the bidders of the providers that may bid.
pub fn new_request(request: &Request) -> Message {
    let subject = match request.route {
        Some(Route::Urgent) => format!("Urgent: {}, {}", request.reference, request.title),
        Some(Route::Direct) => {
            format!("You are asked to bid: {}, {}", request.reference, request.title)
        }
        _ => format!("New request in your lot: {}, {}", request.reference, request.title),
    };
    Message {
        cause: format!("request.open:{}", request.id),
        subject,
        lines: vec![gist(request), closing(request)],
        link: format!("/opportunities/{}", request.reference),
    }
}

/// To everyone who was told of it: it is called off.
pub fn cancelled(request: &Request) -> Message {
    Message {
        cause: format!("request.cancelled:{}", request.id),
        subject: format!("{} is cancelled", request.reference),
        lines: vec![format!(
            "The force has cancelled {}, “{}”. The reason is on its page. No bids will be evaluated.",
            request.reference, request.title
        )],
        link: format!("/opportunities/{}", request.reference),
    }
}

/// What the work is, unless it is SENSITIVE: that is read in the service only.
pub(super) fn gist(request: &Request) -> String {
    match request.classification {
        Some(Classification::Official) => request.summary.clone(),
        _ => "Sign in to read what the work is.".to_owned(),
    }
}

/// When bids close.
pub(super) fn closing(request: &Request) -> String {
    request.closes_at.map(|at| format!("Bids close at {}.", uk_time::full(at))).unwrap_or_default()
}

/// To whoever wrote it: a colleague deleted the draft.
pub fn deleted(request: &Request) -> Message {
    Message {
        cause: format!("request.deleted:{}", request.id),
        subject: format!("The draft {} was deleted", request.reference),
        lines: vec![format!(
            "A colleague has deleted the draft {}, “{}”, which you wrote or submitted.",
            request.reference, request.title
        )],
        link: "/requests".to_owned(),
    }
}
