//! What we write to people about an amendment. What changed is read in the
//! service: a request can be SENSITIVE.

use super::model::{Amendment, Published};
use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::uk_time;

fn again(amendment: &Amendment) -> i64 {
    amendment.submitted_at.map(|at| at.timestamp_micros()).unwrap_or_default()
}

/// To the approvers: an amendment waits for one of them.
pub fn approval_wanted(request: &Request, amendment: &Amendment) -> Message {
    Message {
        cause: format!("amendment.submitted:{}:{}", amendment.id, again(amendment)),
        subject: format!("An amendment of {} needs your approval", request.reference),
        lines: vec![
            format!(
                "A colleague has written an amendment of {}, “{}”, which is open for bids.",
                request.reference, request.title
            ),
            "Read what was and what would be, then publish it or send it back with a comment."
                .to_owned(),
        ],
        link: format!("/requests/{}/amendment", request.reference),
    }
}

/// To the other approvers: it needs one more of them.
pub fn second_wanted(request: &Request, amendment: &Amendment, why: &str) -> Message {
    Message {
        cause: format!("amendment.first_approved:{}:{}", amendment.id, again(amendment)),
        subject: format!("An amendment of {} needs a second approver", request.reference),
        lines: vec![
            format!(
                "An amendment of {}, “{}”, has been approved by one person.",
                request.reference, request.title
            ),
            why.to_owned(),
        ],
        link: format!("/requests/{}/amendment", request.reference),
    }
}

/// To whoever wrote it: it came back.
pub fn sent_back(request: &Request, amendment: &Amendment) -> Message {
    Message {
        cause: format!("amendment.sent_back:{}:{}", amendment.id, again(amendment)),
        subject: format!("Your amendment of {} was sent back", request.reference),
        lines: vec![
            format!("An approver has sent back your amendment of {}.", request.reference),
            "Their comment is on its page. Change what is needed and submit it again.".to_owned(),
        ],
        link: format!("/requests/{}/amendment", request.reference),
    }
}

/// To whoever wrote it: it is in force.
pub fn approved(request: &Request, it: &Published) -> Message {
    Message {
        cause: format!("amendment.approved:{}:{}", request.id, it.version),
        subject: format!("Your amendment of {} is published", request.reference),
        lines: vec![format!(
            "It is approved, and {} is in version {} now. Everyone who asked, watches or is bidding has been told.",
            request.reference, it.version
        )],
        link: format!("/requests/{}", request.reference),
    }
}

/// To everyone who is engaged with the request: it is another now.
pub fn amended(request: &Request, it: &Published, moved: bool) -> Message {
    let closes = request.closes_at.map(uk_time::full).unwrap_or_default();
    let subject = if moved {
        format!("{} is amended, and its deadline is moved", request.reference)
    } else {
        format!("{} is amended", request.reference)
    };
    Message {
        cause: format!("request.amended:{}:{}", request.id, it.version),
        subject,
        lines: vec![
            format!(
                "The force has amended {}, “{}”. It is version {} now.",
                request.reference, request.title, it.version
            ),
            "Its page shows what was and what is. If you are writing a bid, what you have saved is kept: read what has changed before you submit it.".to_owned(),
            format!("Bids close at {closes}."),
        ],
        link: format!("/opportunities/{}/changes", request.reference),
    }
}
