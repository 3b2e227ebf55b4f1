//! What we write to people about clarifications: never who asked.

use super::model::{Clarification, title};
use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::time::Moment;

/// To the force: someone asked.
pub fn asked(request: &Request, it: &Clarification) -> Message {
    Message {
        cause: format!("clarification.asked:{}", it.id),
        subject: format!("A question about {}", request.reference),
        lines: vec![
            format!(
                "A provider has asked a question about {}, “{}”.",
                request.reference, request.title
            ),
            "Answer it once, for everyone. Who asked is not shown.".to_owned(),
        ],
        link: format!("/requests/{}/clarifications", request.reference),
    }
}

/// To everyone engaged: there is an answer, to one question or several.
pub fn answered(request: &Request, first: &Clarification, numbers: &[i32]) -> Message {
    let is = if numbers.len() == 1 { "is" } else { "are" };
    Message {
        cause: format!("clarification.answered:{}", first.id),
        subject: format!("{} about {} {is} answered", title(numbers), request.reference),
        lines: vec![format!(
            "The force has answered about {}, “{}”. The answer is the same for everyone.",
            request.reference, request.title
        )],
        link: format!("/opportunities/{}#questions", request.reference),
    }
}

/// To everyone engaged: an answer says something else now.
pub fn corrected(
    request: &Request,
    first: &Clarification,
    numbers: &[i32],
    now: Moment,
) -> Message {
    Message {
        cause: format!("clarification.corrected:{}:{}", first.id, now.timestamp_micros()),
        subject: format!(
            "The answer to {} about {} is corrected",
            title(numbers).to_lowercase(),
            request.reference
        ),
        lines: vec![format!(
            "The force has corrected an answer about {}, “{}”. The page shows what it says now and what it said before.",
            request.reference, request.title
        )],
        link: format!("/opportunities/{}#questions", request.reference),
    }
}
