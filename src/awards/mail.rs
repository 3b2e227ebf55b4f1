//! What we write about a decision. Scores and names are read after signing in.

use uuid::Uuid;

use crate::outbox::Message;
use crate::requests::model::Request;
use crate::types::ids::AwardId;
use crate::types::time::Moment;
use crate::types::uk_time;

/// To approvers: there is a recommendation.
pub fn approval_wanted(request: &Request, award: AwardId) -> Message {
    Message {
        cause: format!("award.recommended:{award}"),
        subject: format!("Approve or decline the award of {}", request.reference),
        lines: vec![format!(
            "A colleague recommends an award of “{}”. It needs a second person.",
            request.title
        )],
        link: format!("/requests/{}/award", request.reference),
    }
}

/// To the other approvers: the award takes two, and one has agreed.
pub fn second_approver_wanted(request: &Request, award: AwardId) -> Message {
    Message {
        cause: format!("award.first_approved:{award}"),
        subject: format!("The award of {} needs a second approver", request.reference),
        lines: vec![format!(
            "An approver has agreed to the award of “{}”. Its value takes two. Approve it or decline it.",
            request.title
        )],
        link: format!("/requests/{}/award", request.reference),
    }
}

/// To requesters: an approver said no.
pub fn declined(request: &Request, award: AwardId) -> Message {
    Message {
        cause: format!("award.declined:{award}"),
        subject: format!("The award of {} was declined", request.reference),
        lines: vec![format!(
            "An approver declined the recommended award of “{}”. Read why, and recommend again.",
            request.title
        )],
        link: format!("/requests/{}/award", request.reference),
    }
}

/// To approvers: there is nothing left to decide.
pub fn taken_back(request: &Request, award: AwardId) -> Message {
    Message {
        cause: format!("award.taken_back:{award}"),
        subject: format!("The recommended award of {} was taken back", request.reference),
        lines: vec![format!(
            "A requester took the recommended award of “{}” back, so it does not wait for an approver any more.",
            request.title
        )],
        link: format!("/requests/{}/award", request.reference),
    }
}

/// To the force: the award is approved, and what comes next. A contract may be
/// signed from the given moment on.
pub fn approved(request: &Request, award: AwardId, may_sign_from: Moment) -> Message {
    let next = match request.standstill_days {
        0 => "A contract manager can now draw up the contract.".to_owned(),
        _ => format!(
            "A standstill runs first: a contract manager can draw up the contract from {}, if no challenge is open then.",
            uk_time::full(may_sign_from)
        ),
    };
    Message {
        cause: format!("award.approved:{award}"),
        subject: format!("The award of {} is approved", request.reference),
        lines: vec![
            format!(
                "The award of “{}” is approved and every bidder has their outcome letter.",
                request.title
            ),
            next,
        ],
        link: format!("/requests/{}/award", request.reference),
    }
}

/// To a bidder: the outcome, to be read in the service. `decision` is the award,
/// or the request that ended without one: an award that is made again is told again.
pub fn outcome(request: &Request, bid_reference: &str, decision: Uuid) -> Message {
    Message {
        cause: format!("outcome:{decision}:{bid_reference}"),
        subject: format!("The outcome of your bid {bid_reference}"),
        lines: vec![
            format!("The force has decided on “{}”.", request.title),
            "Sign in to read the outcome, with your scores and the reasons for them. Every bidder is told at this moment.".to_owned(),
        ],
        link: format!("/bids/{bid_reference}/outcome"),
    }
}
