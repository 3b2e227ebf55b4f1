//! What we write to the officers about changes.

use super::model::ChangeKind;
use crate::outbox::Message;
use crate::providers::model::Provider;
use crate::types::ids::ChangeId;

/// To the vetting officers: there is a change to review.
pub fn waiting(provider: &Provider, kind: ChangeKind, change: ChangeId) -> Message {
    Message {
        cause: format!("change.waiting:{change}"),
        subject: format!("{} has a change to review", provider.name),
        lines: vec![format!(
            "{} has sent a change for review: {}. What is in force stays in force until a vetting officer accepts it.",
            provider.name,
            kind.label().to_lowercase()
        )],
        link: format!("/operator/changes/{change}"),
    }
}
