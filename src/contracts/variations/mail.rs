//! What we write about variations. Never what they change.

use crate::contracts::model::Contract;
use crate::outbox::Message;

/// To the provider: it is not to be signed any more.
pub fn withdrawn(contract: &Contract, version: i32) -> Message {
    Message {
        cause: format!("contract.variation_withdrawn:{}:{version}", contract.id),
        subject: format!("The variation of contract {} is withdrawn", contract.reference),
        lines: vec![
            "The force has withdrawn the variation it proposed. The contract goes on as it was."
                .to_owned(),
        ],
        link: format!("{}/versions", contract.path()),
    }
}
