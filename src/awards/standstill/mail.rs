//! What we write when a standstill is over.

use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::ids::AwardId;

/// To the force: the contract may be drawn up and signed.
pub fn over(request: &Request, award: AwardId) -> Message {
    Message {
        cause: format!("standstill.over:{award}"),
        subject: format!("The standstill of {} is over", request.reference),
        lines: vec![format!(
            "The standstill of the award of “{}” is over and no challenge is open. The contract can be drawn up and signed.",
            request.title
        )],
        link: format!("/requests/{}/contract", request.reference),
    }
}

/// To the winner: the same.
pub fn over_for_winner(request: &Request, bid: &str, award: AwardId) -> Message {
    Message {
        cause: format!("standstill.over:{award}:{bid}"),
        subject: format!("The standstill after your bid {bid} is over"),
        lines: vec![format!(
            "The standstill of the award of “{}” is over. The force draws up the contract and offers it to you to sign.",
            request.title
        )],
        link: format!("/bids/{bid}/outcome"),
    }
}
