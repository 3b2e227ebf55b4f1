//! What we write about a contract that comes back. Never the words it came back with.

use crate::contracts::model::Contract;
use crate::contracts::versions::model::Version;
use crate::contracts::versions::state::VersionKind;
use crate::outbox::Message;

/// To the force: look at what the provider says.
pub fn returned(contract: &Contract, version: &Version, provider: &str) -> Message {
    let (what, next) = match version.kind {
        VersionKind::Variation => (
            "the variation of contract",
            "The contract goes on as it was. Read what the provider says, and propose another variation if you still need one.",
        ),
        _ => (
            "contract",
            "Read what the provider says, correct the contract and offer it again, or talk to the provider first.",
        ),
    };
    Message {
        cause: format!("contract.returned:{}:{}", contract.id, version.number),
        subject: format!("{provider} returned {what} {}", contract.reference),
        lines: vec![
            format!("{provider} has not signed {what} {} and says why.", contract.reference),
            next.to_owned(),
        ],
        link: contract.path(),
    }
}
