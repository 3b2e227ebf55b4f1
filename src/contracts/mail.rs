//! What we write to both sides of a contract: that it is there to be signed,
//! or signed, and where. Never what it says.

use super::model::Contract;
use super::versions::model::Version;
use super::versions::state::VersionKind;
use crate::outbox::Message;

/// What is to be signed, in the middle of a sentence.
fn what(contract: &Contract, version: &Version) -> String {
    match version.kind {
        VersionKind::Variation => format!("a variation of contract {}", contract.reference),
        _ => format!("contract {}", contract.reference),
    }
}

/// The same at the beginning of one.
fn subject(contract: &Contract, version: &Version) -> String {
    match version.kind {
        VersionKind::Variation => format!("A variation of contract {}", contract.reference),
        _ => format!("Contract {}", contract.reference),
    }
}

/// To the provider: sign first.
pub fn to_sign_for_provider(contract: &Contract, version: &Version, force: &str) -> Message {
    let did = match version.kind {
        VersionKind::Original => "has drawn up",
        VersionKind::Correction => "has corrected",
        VersionKind::Variation => "proposes",
    };
    Message {
        cause: format!("contract.offered:{}:{}", contract.id, version.number),
        subject: format!("{} is ready for you to sign", subject(contract, version)),
        lines: vec![
            format!("{force} {did} {} with your company.", what(contract, version)),
            "Read it and sign it. Then the force signs, and it begins to bind you both. If something in it is wrong, return it and say what."
                .to_owned(),
        ],
        link: contract.path(),
    }
}

/// To the force: the provider has signed, now you.
pub fn to_sign_for_force(contract: &Contract, version: &Version, provider: &str) -> Message {
    Message {
        cause: format!("contract.signed_by_provider:{}:{}", contract.id, version.number),
        subject: format!("{} is ready for you to sign", subject(contract, version)),
        lines: vec![format!(
            "{provider} has signed {}. Sign it for your force, and it begins to bind you both.",
            what(contract, version)
        )],
        link: contract.path(),
    }
}

/// To both: it binds.
pub fn signed(contract: &Contract, version: &Version) -> Message {
    Message {
        cause: format!("contract.signed_by_force:{}:{}", contract.id, version.number),
        subject: format!("{} is signed", subject(contract, version)),
        lines: vec![
            format!("Both sides have signed {}.", what(contract, version)),
            format!("The SHA-256 of the signed text is {}", version.digest()),
        ],
        link: contract.path(),
    }
}
