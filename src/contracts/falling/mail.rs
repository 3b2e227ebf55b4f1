//! What we write about a contract that never comes into force.

use crate::contracts::model::Contract;
use crate::outbox::Message;

/// To both sides.
pub fn withdrawn(contract: &Contract) -> Message {
    Message {
        cause: format!("contract.withdrawn:{}", contract.id),
        subject: format!("Contract {} will not come into force", contract.reference),
        lines: vec![
            "The award that the contract rests on was withdrawn, or the request was cancelled, before both sides had signed. Nothing is to be signed any more, and nobody is bound by it."
                .to_owned(),
        ],
        link: contract.path(),
    }
}
