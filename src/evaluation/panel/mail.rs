//! What we write to people whose place on a panel changes. Never who bid.

use uuid::Uuid;

use crate::outbox::Message;
use crate::requests::model::Request;

/// To somebody who came onto the panel. `opened` is whether there are bids to score.
pub fn added(request: &Request, change: Uuid, opened: bool) -> Message {
    let what_next = match opened {
        true => {
            "The bids are open. Declare whether you have a conflict of interest with any bidder, then score each bid on each criterion, with a reason."
        }
        false => "We tell you when the bids are open and can be scored.",
    };
    Message {
        cause: format!("panel.added:{change}"),
        subject: format!("You are on the panel of {}", request.reference),
        lines: vec![
            format!(
                "A colleague has put you on the panel that scores the bids on “{}”.",
                request.title
            ),
            what_next.to_owned(),
        ],
        link: format!("/requests/{}/evaluation", request.reference),
    }
}

/// To somebody who was taken off the panel.
pub fn removed(request: &Request, change: Uuid) -> Message {
    Message {
        cause: format!("panel.removed:{change}"),
        subject: format!("You are no longer on the panel of {}", request.reference),
        lines: vec![
            format!("A colleague has taken you off the panel that scores the bids on “{}”.", request.title),
            "There is nothing more for you to do. Scores you have given are kept on record, and do not count.".to_owned(),
        ],
        link: format!("/requests/{}/panel", request.reference),
    }
}

/// To whoever chairs the panel now.
pub fn chairs(request: &Request, change: Uuid) -> Message {
    Message {
        cause: format!("panel.chairs:{change}"),
        subject: format!("You chair the panel of {}", request.reference),
        lines: vec![
            format!("A colleague has asked you to chair the panel of “{}”.", request.title),
            "You score like everyone else on it, and see how far they are. When every score is in, you agree one score for each bid on each criterion with the panel, and lock quality.".to_owned(),
        ],
        link: format!("/requests/{}/panel", request.reference),
    }
}

/// To the rest of the panel: it has changed.
pub fn changed(request: &Request, change: Uuid) -> Message {
    Message {
        cause: format!("panel.changed:{change}"),
        subject: format!("The panel of {} has changed", request.reference),
        lines: vec![
            format!(
                "A colleague has changed the panel that scores the bids on “{}”.",
                request.title
            ),
            "Its page says who is on it now, and why it changed.".to_owned(),
        ],
        link: format!("/requests/{}/panel", request.reference),
    }
}
