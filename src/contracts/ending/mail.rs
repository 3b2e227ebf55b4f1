//! What we write about the end of a contract. Never the words, which may be
//! about people.

use super::model::TerminationReason;
use crate::contracts::model::Contract;
use crate::outbox::Message;
use crate::types::ids::TerminationId;
use crate::types::uk_time;

/// To the force's approvers: confirm it, or do not.
pub fn proposed(contract: &Contract, id: TerminationId) -> Message {
    Message {
        cause: format!("contract.termination_proposed:{id}"),
        subject: format!("Contract {}: somebody proposes to end it", contract.reference),
        lines: vec![
            "A contract manager of your force proposes to end a contract before its last day. It ends when you confirm it."
                .to_owned(),
        ],
        link: format!("{}/termination", contract.path()),
    }
}

/// To whoever proposed it: it goes on.
pub fn withdrawn(contract: &Contract, id: TerminationId) -> Message {
    Message {
        cause: format!("contract.termination_withdrawn:{id}"),
        subject: format!("Contract {} goes on", contract.reference),
        lines: vec![
            "The proposal to end the contract was withdrawn, or not confirmed. The contract goes on as it was."
                .to_owned(),
        ],
        link: contract.path(),
    }
}

/// To both sides: it has ended before its time.
pub fn terminated(contract: &Contract, reason: TerminationReason) -> Message {
    Message {
        cause: format!("contract.terminated:{}", contract.id),
        subject: format!("Contract {} has ended before its last day", contract.reference),
        lines: vec![
            format!("Two people of the force have ended the contract. Reason: {}.", reason.label()),
            "What they wrote about it is on the contract. Work done and accepted until now is paid."
                .to_owned(),
        ],
        link: contract.path(),
    }
}

/// To both sides: its last day has passed.
pub fn ended(contract: &Contract) -> Message {
    Message {
        cause: format!("contract.ended:{}", contract.id),
        subject: format!("Contract {} has ended", contract.reference),
        lines: vec![format!("{} was its last day.", uk_time::day(contract.ends_on))],
        link: contract.path(),
    }
}
