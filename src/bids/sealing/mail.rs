//! What we write when an envelope turns out to be damaged. Never what it says.

use super::policy::Damage;
use crate::bids::model::OwnBid;
use crate::outbox::Message;
use crate::requests::model::Request;

/// To the force: one bid could not be opened.
pub fn to_the_force(bid: &OwnBid, request: &Request, damage: Damage) -> Message {
    Message {
        link: format!("/requests/{}/opening", request.reference),
        ..damaged(bid, request, damage)
    }
}

/// To the operator’s auditors.
pub fn to_the_auditors(bid: &OwnBid, request: &Request, damage: Damage) -> Message {
    Message { link: "/audit".to_owned(), ..damaged(bid, request, damage) }
}

/// To its provider.
pub fn to_the_provider(bid: &OwnBid, request: &Request, damage: Damage) -> Message {
    Message { link: bid.path(), ..damaged(bid, request, damage) }
}

fn damaged(bid: &OwnBid, request: &Request, damage: Damage) -> Message {
    Message {
        cause: format!("bid.damaged:{}", bid.id),
        subject: format!("Bid {} on {} is damaged", bid.reference, request.reference),
        lines: vec![
            format!("The bid {} could not be opened: {damage}.", bid.reference),
            "The other bids were opened. The operator can look for the bid as it was submitted in a backup, and open it with the escrow key. Its receipt says which it is.".to_owned(),
        ],
        link: String::new(),
    }
}
