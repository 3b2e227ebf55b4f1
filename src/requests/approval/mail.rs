//! What we write to people about approvals.

use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::time::Moment;
use crate::types::uk_time;

/// To the other approvers: a request needs one more of them.
pub fn second_wanted(request: &Request, why: &str, now: Moment) -> Message {
    Message {
        cause: format!("request.first_approved:{}:{}", request.id, now.timestamp_millis()),
        subject: format!("{} needs a second approver", request.reference),
        lines: vec![
            format!("{}, “{}”, has been approved by one person.", request.reference, request.title),
            why.to_owned(),
        ],
        link: format!("/requests/{}/approval", request.reference),
    }
}

/// To whoever wrote it: it is approved, and will be published.
pub fn scheduled(request: &Request, at: Moment, now: Moment) -> Message {
    Message {
        cause: format!("request.scheduled:{}:{}", request.id, now.timestamp_millis()),
        subject: format!("{} is approved and will be published", request.reference),
        lines: vec![
            format!(
                "{}, “{}”, is approved. It will be published at {}.",
                request.reference,
                request.title,
                uk_time::full(at)
            ),
            "Until then an approver can take the approval back.".to_owned(),
        ],
        link: format!("/requests/{}", request.reference),
    }
}

/// To whoever wrote or approved it: the approval is taken back.
pub fn taken_back(request: &Request, now: Moment) -> Message {
    Message {
        cause: format!("request.approval_taken_back:{}:{}", request.id, now.timestamp_millis()),
        subject: format!("The approval of {} was taken back", request.reference),
        lines: vec![format!(
            "{}, “{}”, will not be published at the time that was chosen. It waits for approval again.",
            request.reference, request.title
        )],
        link: format!("/requests/{}", request.reference),
    }
}

/// To whoever wrote or approved it: its time came, and it was not published.
pub fn not_published(request: &Request, reasons: &[String], now: Moment) -> Message {
    let mut lines = vec![format!(
        "{}, “{}”, was to be published now, but it can no longer be published as it stands:",
        request.reference, request.title
    )];
    lines.extend(reasons.iter().map(|it| format!("• {it}")));
    lines.push(
        "It waits for approval again. An approver can send it back so that it can be changed."
            .to_owned(),
    );
    Message {
        cause: format!("request.not_published:{}:{}", request.id, now.timestamp_millis()),
        subject: format!("{} was not published", request.reference),
        lines,
        link: format!("/requests/{}", request.reference),
    }
}
