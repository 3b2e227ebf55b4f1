//! What we write to people about clarifications: never who asked.

use super::model::Clarification;
use crate::outbox::Message;
use crate::requests::model::Request;

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

/// To everyone engaged: there is an answer.
pub fn answered(request: &Request, it: &Clarification) -> Message {
    Message {
        cause: format!("clarification.answered:{}", it.id),
        subject: format!("Question {} about {} is answered", it.number, request.reference),
        lines: vec![format!(
            "The force has answered a question about {}, “{}”. The answer is the same for everyone.",
            request.reference, request.title
        )],
        link: format!("/opportunities/{}#questions", request.reference),
    }
}
