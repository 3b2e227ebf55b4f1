//! What we write to a provider about its changes.

use crate::outbox::Message;
use crate::providers::changes::model::Listed;

/// A change was accepted or refused.
pub fn decided(it: &Listed, accepted: bool, reason: &str) -> Message {
    let verdict = if accepted { "accepted" } else { "refused" };
    let mut lines = vec![format!("We reviewed your change: {}.", it.about)];
    lines.push(if accepted {
        "It is accepted and in force from now on.".to_owned()
    } else {
        "It is refused, so what was in force stays in force.".to_owned()
    });
    if !reason.is_empty() {
        lines.push(format!("The reason: {reason}"));
    }
    if !accepted {
        lines.push("You may change this part of your dossier again.".to_owned());
    }
    Message {
        cause: format!("change.decided:{}", it.change.id),
        subject: format!("A change to your dossier was {verdict}"),
        lines,
        link: it.section().to_owned(),
    }
}

/// To the other officers: a new lot waits for one of them.
pub fn proposed(it: &Listed, provider: &str) -> Message {
    Message {
        cause: format!("change.proposed:{}", it.change.id),
        subject: format!("A new lot of {provider} waits for a second officer"),
        lines: vec!["A colleague would accept this new lot. A different vetting officer must accept it, refuse it, or set the proposal aside.".to_owned()],
        link: format!("/operator/changes/{}", it.change.id),
    }
}
