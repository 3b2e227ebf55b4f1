//! What we write to both sides of a contract: that it is there to be signed,
//! or signed, and where. Never what it says.

use super::model::Contract;
use crate::outbox::Message;

/// To the provider: sign first.
pub fn to_sign_for_provider(contract: &Contract, force: &str) -> Message {
    Message {
        cause: format!("contract.offered:{}", contract.id),
        subject: format!("Contract {} is ready for you to sign", contract.reference),
        lines: vec![
            format!("{force} has drawn up contract {} with your company.", contract.reference),
            "Read it and sign it. Then the force signs, and it begins to bind you both.".to_owned(),
        ],
        link: contract.path(),
    }
}

/// To the force: the provider has signed, now you.
pub fn to_sign_for_force(contract: &Contract, provider: &str) -> Message {
    Message {
        cause: format!("contract.signed_by_provider:{}", contract.id),
        subject: format!("Contract {} is ready for you to sign", contract.reference),
        lines: vec![format!(
            "{provider} has signed contract {}. Sign it for your force, and it begins to bind you both.",
            contract.reference
        )],
        link: contract.path(),
    }
}

/// To both: it binds.
pub fn signed(contract: &Contract) -> Message {
    Message {
        cause: format!("contract.signed_by_force:{}", contract.id),
        subject: format!("Contract {} is signed", contract.reference),
        lines: vec![
            format!("Both sides have signed contract {}.", contract.reference),
            format!("The SHA-256 of the signed text is {}", contract.digest()),
        ],
        link: contract.path(),
    }
}
