//! What we write about ending a request without an award.

use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::ids::{EndingId, RequestId};

fn page(request: &Request) -> String {
    format!("/requests/{}/no-award", request.reference)
}

/// To approvers: someone asks to end the request.
pub fn second_person_wanted(request: &Request, id: EndingId) -> Message {
    Message {
        cause: format!("request.ending_proposed:{id}"),
        subject: format!("Decide whether {} ends without an award", request.reference),
        lines: vec![format!(
            "A colleague asks to end “{}” without an award. It needs a second person. Read why, then end the request or let it go on.",
            request.title
        )],
        link: page(request),
    }
}

/// To the force: the request goes on.
pub fn refused(request: &Request, id: EndingId) -> Message {
    Message {
        cause: format!("request.ending_refused:{id}"),
        subject: format!("{} goes on", request.reference),
        lines: vec![format!(
            "An approver refused to end “{}” without an award. Sign in to read why.",
            request.title
        )],
        link: page(request),
    }
}

/// To approvers who were asked to decide: there is nothing to decide any more.
pub fn taken_back(request: &Request, id: EndingId) -> Message {
    Message {
        cause: format!("request.ending_taken_back:{id}"),
        subject: format!("{} is not to end after all", request.reference),
        lines: vec![format!(
            "Whoever asked to end “{}” without an award has taken that back. There is nothing for you to decide.",
            request.title
        )],
        link: page(request),
    }
}

/// To the force: it has ended.
pub fn ended(request: &Request, id: RequestId) -> Message {
    Message {
        cause: format!("request.ended_without_award:{id}:force"),
        subject: format!("{} has ended without an award", request.reference),
        lines: vec![format!(
            "“{}” has ended without an award. Every bidder has been told, and anyone can read why. You can copy the request to ask again.",
            request.title
        )],
        link: format!("/outcomes/{}", request.reference),
    }
}
