//! What we write about what is not in place. Never what it is: it may name people.

use crate::contracts::model::Contract;
use crate::outbox::Message;
use crate::types::ids::WaiverId;

/// To the force's contract managers: an approver let something come later.
pub fn waived(contract: &Contract, waiver: WaiverId) -> Message {
    Message {
        cause: format!("contract.waived:{waiver}"),
        subject: format!("Something of contract {} may come after its start", contract.reference),
        lines: vec![
            "An approver of your force has decided that something which is not in place may come after the start. The contract says what, and why."
                .to_owned(),
        ],
        link: contract.path(),
    }
}

/// To the force's approvers: the provider has signed, and something is missing.
pub fn missing(contract: &Contract, version: i32) -> Message {
    Message {
        cause: format!("contract.not_in_place:{}:{version}", contract.id),
        subject: format!("Something that contract {} needs is not in place", contract.reference),
        lines: vec![
            "The provider has signed, and your force cannot sign yet: a clearance or an insurance that is needed by the start is not in place."
                .to_owned(),
            "The provider can put it right. Or an approver decides, with a reason, that it may come later.".to_owned(),
        ],
        link: format!("{}/waivers", contract.path()),
    }
}
