//! What we write to a force about conflicts of interest. Never with whom.

use crate::outbox::Message;
use crate::requests::model::Request;

/// To those who may change the panel: of so many people on it, nobody is left
/// to score some of the bids.
pub fn nobody_left(request: &Request, unattended: usize, people: usize) -> Message {
    let so_many = match unattended {
        1 => "One of the bids".to_owned(),
        many => format!("{many} of the bids"),
    };
    Message {
        cause: format!("evaluation.unattended:{}:{unattended}:{people}", request.id),
        subject: format!("Nobody is left to score {} on {}", so_many.to_lowercase(), request.reference),
        lines: vec![
            format!(
                "{so_many} on “{}” cannot be scored: everyone on the panel has declared a conflict of interest with its bidder.",
                request.title
            ),
            "Add an evaluator to the panel. We do not say which bid it is, so that it can be scored blind."
                .to_owned(),
        ],
        link: format!("/requests/{}/panel", request.reference),
    }
}

/// To those who may change the panel: of so many people on it, one is left to
/// score some of the bids.
pub fn one_left(request: &Request, thin: usize, people: usize) -> Message {
    let so_many = match thin {
        1 => "One of the bids".to_owned(),
        many => format!("{many} of the bids"),
    };
    Message {
        cause: format!("evaluation.thin:{}:{thin}:{people}", request.id),
        subject: format!("One person is left to score {} on {}", so_many.to_lowercase(), request.reference),
        lines: vec![
            format!(
                "{so_many} on “{}” {} one evaluator left: the others on the panel have declared a conflict of interest with the bidder.",
                request.title,
                if thin == 1 { "has" } else { "have" }
            ),
            "Scores of one person alone are compared with nobody’s. Consider another evaluator for the panel. We do not say which bid it is, so that it can be scored blind."
                .to_owned(),
        ],
        link: format!("/requests/{}/panel", request.reference),
    }
}
