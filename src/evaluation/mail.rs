//! What we write to a force while its bids are opened and scored. Never who
//! bid, or what.

use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::time::Moment;
use crate::types::uk_time;

/// To the others who may confirm: one person has.
pub fn second_person_wanted(request: &Request) -> Message {
    Message {
        cause: format!("opening.confirmed:{}", request.id),
        subject: format!("Confirm the opening of bids on {}", request.reference),
        lines: vec![
            format!("A colleague has confirmed the opening of the bids on “{}”.", request.title),
            "The bids open when a second person of your force confirms it too.".to_owned(),
        ],
        link: format!("/requests/{}/opening", request.reference),
    }
}

/// To the panel: there are bids to score, until a day.
pub fn evaluation_assigned(request: &Request, due_at: Moment, chairs: bool) -> Message {
    let chairs = chairs.then(|| {
        "You chair the panel: when every score is in, you agree the scores with it, and lock quality."
            .to_owned()
    });
    Message {
        cause: format!("evaluation.assigned:{}", request.id),
        subject: format!("Score the bids on {}", request.reference),
        lines: [
            format!("The bids on “{}” have been opened and you are on its panel.", request.title),
            "Declare first whether you have a conflict of interest with any bidder. Then score each bid on each criterion, with a reason. Bidders are shown as letters, and nobody sees your scores before moderation.".to_owned(),
            format!("Your scores are due by {}.", uk_time::full(due_at)),
        ]
        .into_iter()
        .chain(chairs)
        .collect(),
        link: format!("/requests/{}/evaluation", request.reference),
    }
}

/// To the force: nobody bid.
pub fn nobody_bid(request: &Request) -> Message {
    Message {
        cause: format!("request.opened:{}", request.id),
        subject: format!("There are no bids on {}", request.reference),
        lines: vec![
            format!("The opening of “{}” found no bids.", request.title),
            "An approver can end the request without an award. You can copy it to ask again."
                .to_owned(),
        ],
        link: format!("/requests/{}/opening", request.reference),
    }
}

/// To those who moderate: every one of so many scores is in. A panel that has
/// changed since is another number, and they hear of it again.
pub fn ready_to_moderate(request: &Request, scores: usize) -> Message {
    Message {
        cause: format!("moderation.ready:{}:{scores}", request.id),
        subject: format!("Every score is in on {}", request.reference),
        lines: vec![
            format!("Every evaluator has scored every bid on “{}”.", request.title),
            "Declare first whether you have a conflict of interest with any bidder, if you have not. Then meet with the panel, agree each score and lock quality. Prices open then.".to_owned(),
        ],
        link: format!("/requests/{}/moderation", request.reference),
    }
}

/// To the operator’s auditors: somebody tried to open bids before the deadline.
pub fn early_attempt(request: &Request, call: &str) -> Message {
    Message {
        cause: format!("opening.refused:{}:{call}", request.id),
        subject: format!("Early attempt to open the bids on {}", request.reference),
        lines: vec![
            format!("Someone tried to open the bids on “{}” before its deadline.", request.title),
            "It was refused and nothing was opened. The audit trail says who and when.".to_owned(),
        ],
        link: format!("/audit?subject={}", request.reference),
    }
}
