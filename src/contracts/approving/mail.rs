//! What we write within a force about the approval of a variation. Never what
//! it changes, and never the comment.

use crate::contracts::model::Contract;
use crate::outbox::Message;

fn at(contract: &Contract) -> String {
    format!("{}/variation/approval", contract.path())
}

/// To the force's approvers: decide on it.
pub fn wanted(contract: &Contract, version: i32) -> Message {
    Message {
        cause: format!("contract.variation_proposed:{}:{version}", contract.id),
        subject: format!("Approve or send back a variation of contract {}", contract.reference),
        lines: vec![
            "A contract manager of your force proposes to change the price or the term of a contract. It needs another person, before the provider is asked to sign it."
                .to_owned(),
        ],
        link: at(contract),
    }
}

/// To the other approvers: it takes two, and one has agreed.
pub fn second_wanted(contract: &Contract, version: i32) -> Message {
    Message {
        cause: format!("contract.variation_first_approved:{}:{version}", contract.id),
        subject: format!("A variation of contract {} needs a second approver", contract.reference),
        lines: vec![
            "An approver has agreed to a variation of a contract. What the contract would come to takes two. Approve it or send it back."
                .to_owned(),
        ],
        link: at(contract),
    }
}

/// To the contract managers: an approver said no.
pub fn sent_back(contract: &Contract, version: i32) -> Message {
    Message {
        cause: format!("contract.variation_sent_back:{}:{version}", contract.id),
        subject: format!("The variation of contract {} was sent back", contract.reference),
        lines: vec![
            "An approver of your force sent the variation back. Read why, and propose another if you still need one. The contract goes on as it was."
                .to_owned(),
        ],
        link: contract.path(),
    }
}

/// To the contract managers: the provider is asked.
pub fn approved(contract: &Contract, version: i32) -> Message {
    Message {
        cause: format!("contract.variation_approved:{}:{version}", contract.id),
        subject: format!("The variation of contract {} is approved", contract.reference),
        lines: vec![
            "Your force has approved the variation, and the provider is asked to sign it. You are told when it has signed."
                .to_owned(),
        ],
        link: contract.path(),
    }
}

/// To the approvers: there is nothing to decide on any more.
pub fn no_longer_wanted(contract: &Contract, version: i32) -> Message {
    Message {
        cause: format!("contract.variation_dropped:{}:{version}", contract.id),
        subject: format!("Contract {}: nothing to approve any more", contract.reference),
        lines: vec![
            "A contract manager of your force took back the variation that waited for approval. The contract goes on as it was."
                .to_owned(),
        ],
        link: contract.path(),
    }
}
