//! What we write about the withdrawal of an award.

use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::ids::WithdrawalId;

fn page(request: &Request) -> String {
    format!("/requests/{}/award/withdrawal", request.reference)
}

/// To approvers: someone asks to withdraw the award.
pub fn second_person_wanted(request: &Request, id: WithdrawalId) -> Message {
    Message {
        cause: format!("award.withdrawal_proposed:{id}"),
        subject: format!("Decide whether the award of {} is withdrawn", request.reference),
        lines: vec![format!(
            "A colleague asks to withdraw the award of “{}”. It needs a second person. Read why, then withdraw the award or let it stand.",
            request.title
        )],
        link: page(request),
    }
}

/// To the force: the award stays.
pub fn refused(request: &Request, id: WithdrawalId) -> Message {
    Message {
        cause: format!("award.withdrawal_refused:{id}"),
        subject: format!("The award of {} stands", request.reference),
        lines: vec![format!(
            "An approver refused to withdraw the award of “{}”. Sign in to read why.",
            request.title
        )],
        link: page(request),
    }
}

/// To the force: the award is withdrawn, and what comes next.
pub fn withdrawn(request: &Request, id: WithdrawalId) -> Message {
    Message {
        cause: format!("award.withdrawn:{id}"),
        subject: format!("The award of {} is withdrawn", request.reference),
        lines: vec![
            format!("The award of “{}” is withdrawn and every bidder has been told.", request.title),
            "A contract that was drawn up from it is void. An award can be recommended again, or the request ended without one.".to_owned(),
        ],
        link: format!("/requests/{}/award", request.reference),
    }
}

/// To a bidder: what they were told of the outcome no longer holds.
pub fn outcome_withdrawn(request: &Request, bid: &str, id: WithdrawalId) -> Message {
    Message {
        cause: format!("award.withdrawn:{id}:{bid}"),
        subject: format!("The award you bid for as {bid} is withdrawn"),
        lines: vec![
            format!("The force has withdrawn its award of “{}”, and decides again.", request.title),
            "Your outcome letter no longer holds. Sign in to read why. You will be told of the new decision at the same moment as every bidder.".to_owned(),
        ],
        link: format!("/bids/{bid}/outcome"),
    }
}
