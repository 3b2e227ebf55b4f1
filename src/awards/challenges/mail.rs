//! What we write about challenges. Never their words, and to no bidder whose
//! they are.

use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::ids::ChallengeId;

/// To the force: the award is challenged, and on hold.
pub fn raised(request: &Request, id: ChallengeId) -> Message {
    Message {
        cause: format!("award.challenged:{id}"),
        subject: format!("The award of {} is challenged and on hold", request.reference),
        lines: vec![
            format!(
                "The award of “{}” is challenged. The contract cannot be signed meanwhile.",
                request.title
            ),
            "Read the challenge, then lift the hold with a reason, or withdraw the award."
                .to_owned(),
        ],
        link: format!("/requests/{}/award/challenges", request.reference),
    }
}

/// To the winner: signing waits.
pub fn on_hold(request: &Request, bid: &str, id: ChallengeId) -> Message {
    Message {
        cause: format!("award.hold:{id}"),
        subject: format!("The award to your bid {bid} is on hold"),
        lines: vec![format!(
            "The award of “{}” is challenged. The contract cannot be signed until the force has answered. You need not do anything.",
            request.title
        )],
        link: format!("/bids/{bid}/outcome"),
    }
}

/// To every other bidder: the same.
pub fn on_hold_for_others(request: &Request, bid: &str, id: ChallengeId) -> Message {
    Message {
        cause: format!("award.hold:{id}"),
        subject: format!("The award you bid for as {bid} is on hold"),
        lines: vec![format!(
            "The award of “{}” is challenged. The contract cannot be signed until the force has answered. You need not do anything.",
            request.title
        )],
        link: format!("/bids/{bid}/outcome"),
    }
}

/// To every other bidder: the force has answered a challenge, or it was taken back.
pub fn hold_over(request: &Request, bid: &str, id: ChallengeId) -> Message {
    Message {
        cause: format!("award.hold_lifted:{id}"),
        subject: format!("A hold on the award you bid for as {bid} is over"),
        lines: vec![format!(
            "A challenge to the award of “{}” was answered or taken back, and the award stands. Sign in to see when the contract may be signed.",
            request.title
        )],
        link: format!("/bids/{bid}/outcome"),
    }
}

/// To the winner: signing no longer waits for this.
pub fn hold_lifted(request: &Request, bid: &str, id: ChallengeId) -> Message {
    Message {
        cause: format!("award.hold_lifted:{id}"),
        subject: format!("The hold on the award to your bid {bid} is lifted"),
        lines: vec![format!(
            "A challenge to the award of “{}” was answered or taken back, and the award stands. Sign in to see when the contract may be signed.",
            request.title
        )],
        link: format!("/bids/{bid}/outcome"),
    }
}

/// To the challenger: the force has answered.
pub fn answered(request: &Request, bid: &str, id: ChallengeId) -> Message {
    Message {
        cause: format!("award.challenge_answered:{id}"),
        subject: format!("The force has answered the challenge about your bid {bid}"),
        lines: vec![format!(
            "The force has answered the challenge to its award of “{}”, and the award stands. Sign in to read why.",
            request.title
        )],
        link: format!("/bids/{bid}/challenge"),
    }
}

/// To the force: the hold is over.
pub fn lifted(request: &Request, id: ChallengeId) -> Message {
    Message {
        cause: format!("award.challenge_over:{id}"),
        subject: format!("A hold on the award of {} is over", request.reference),
        lines: vec![format!(
            "A challenge to the award of “{}” was answered or taken back. If no other is open, the contract may be signed once the standstill is over.",
            request.title
        )],
        link: format!("/requests/{}/award", request.reference),
    }
}
