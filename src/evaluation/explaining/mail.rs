//! What we write about questions on low prices. Never a price, a question or an answer.

use super::model::Explanation;
use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::ids::ExplanationId;
use crate::types::time::Moment;
use crate::types::uk_time;

/// To the bidder: the force asks, and until when.
pub fn asked(request: &Request, bid: &str, id: ExplanationId, due_at: Moment) -> Message {
    Message {
        cause: format!("explanation.asked:{id}"),
        subject: format!("The force asks about your bid {bid}"),
        lines: vec![
            format!("The force has a question about your bid on “{}”.", request.title),
            format!(
                "Sign in to read it. You can answer until {}. After that the force may decide without your answer.",
                uk_time::full(due_at)
            ),
        ],
        link: format!("/bids/{bid}/explanation"),
    }
}

/// To the force: the bidder has answered.
pub fn answered(request: &Request, it: &Explanation) -> Message {
    Message {
        cause: format!("explanation.answered:{}", it.id),
        subject: format!("A bidder on {} has answered your question", request.reference),
        lines: vec![
            format!("A bidder on “{}” has explained what you asked about.", request.title),
            "Someone who did not ask the question accepts the explanation, or two people disqualify the bid.".to_owned(),
        ],
        link: format!("/requests/{}/explanations", request.reference),
    }
}

/// To the bidder: the force accepts the answer.
pub fn accepted(request: &Request, bid: &str, it: &Explanation) -> Message {
    Message {
        cause: format!("explanation.accepted:{}", it.id),
        subject: format!("The force accepts your explanation for the bid {bid}"),
        lines: vec![format!(
            "Your bid on “{}” stays in the competition. The outcome comes in a letter, to every bidder at the same moment.",
            request.title
        )],
        link: format!("/bids/{bid}/explanation"),
    }
}

/// To the bidder: nobody needs the answer any more.
pub fn withdrawn(request: &Request, bid: &str, it: &Explanation) -> Message {
    Message {
        cause: format!("explanation.withdrawn:{}", it.id),
        subject: format!("The force took back its question about your bid {bid}"),
        lines: vec![format!(
            "You need not answer the question about your bid on “{}”.",
            request.title
        )],
        link: format!("/bids/{bid}/explanation"),
    }
}
