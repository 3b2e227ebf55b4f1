//! What we write about the day by which bids are to be scored. Counts, and
//! never who bid or what anybody scored.

use crate::evaluation::panel::model::Member;
use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::time::Moment;
use crate::types::uk_time;

/// To the panel: the day was set.
pub fn set(request: &Request, due_at: Moment) -> Message {
    Message {
        cause: format!("scoring.due:{}:{}", request.id, due_at.timestamp()),
        subject: format!("Scores on {} are due by {}", request.reference, uk_time::date(due_at)),
        lines: vec![format!(
            "A colleague has set by when the bids on “{}” are to be scored: {}.",
            request.title,
            uk_time::full(due_at)
        )],
        link: format!("/requests/{}/evaluation", request.reference),
    }
}

/// To an evaluator: the day has passed, and scores are missing.
pub fn overdue(request: &Request, due_at: Moment, member: &Member) -> Message {
    let done = match member.given {
        0 => format!("You have given none of your {} scores", member.wanted),
        some => format!("You have given {some} of your {} scores", member.wanted),
    };
    Message {
        cause: format!("scoring.overdue:{}:{}", request.id, due_at.timestamp()),
        subject: format!("Your scores on {} are late", request.reference),
        lines: vec![
            format!("{done} on “{}”. They were due by {}.", request.title, uk_time::full(due_at)),
            "Moderation waits for them. If you cannot score, tell whoever is responsible for the request: they can change the panel.".to_owned(),
        ],
        link: format!("/requests/{}/evaluation", request.reference),
    }
}

/// To whoever waits for the scores: so many people are late.
pub fn waited_for(request: &Request, due_at: Moment, late: usize) -> Message {
    let people = match late {
        1 => "One evaluator has".to_owned(),
        many => format!("{many} evaluators have"),
    };
    Message {
        cause: format!("scoring.waited:{}:{}", request.id, due_at.timestamp()),
        subject: format!("Scores on {} are late", request.reference),
        lines: vec![
            format!(
                "{people} not scored every bid on “{}”, which was due by {}. We have reminded them.",
                request.title,
                uk_time::full(due_at)
            ),
            "The panel’s page shows how far everyone is. You can set another day there, or change the panel.".to_owned(),
        ],
        link: format!("/requests/{}/panel", request.reference),
    }
}
