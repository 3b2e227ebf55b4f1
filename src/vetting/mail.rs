//! What we write to providers about vetting, and to the officers.

use super::model::Outcome;
use crate::outbox::Message;
use crate::providers::model::{CertificateDecision, Provider, ProviderLot};
use crate::types::time::Moment;

fn cause(what: &str, provider: &Provider, now: Moment) -> String {
    format!("{what}:{}:{}", provider.id, now.timestamp_micros())
}

/// More is needed.
pub fn more_needed(provider: &Provider, now: Moment) -> Message {
    Message {
        cause: cause("application.more", provider, now),
        subject: "We need more before we can decide on your application".to_owned(),
        lines: vec![
            "A vetting officer has checked your application and asks:".to_owned(),
            provider.state_reason.clone(),
            "Your dossier lists each of these with the part it is about. See to them, tick them off, then submit your application again.".to_owned(),
        ],
        link: "/provider/dossier".to_owned(),
    }
}

/// Admitted, to these lots.
pub fn admitted(provider: &Provider, lots: &[ProviderLot], now: Moment) -> Message {
    let (fit, unfit): (Vec<_>, Vec<_>) = lots.iter().partition(|it| it.admitted());
    let mut lines = vec![format!("{} is admitted to Muster for:", provider.name)];
    lines.extend(fit.iter().map(|it| it.name.clone()));
    if !unfit.is_empty() {
        lines.push("You were not admitted to these lots:".to_owned());
        lines.extend(unfit.iter().map(|it| format!("{}: {}", it.name, it.reason)));
    }
    lines.push(
        "Accept the terms of the framework, and you can bid on requests in these lots.".to_owned(),
    );
    Message {
        cause: cause("provider.admitted", provider, now),
        subject: "Your company is admitted to Muster".to_owned(),
        lines,
        link: "/provider".to_owned(),
    }
}

/// Not admitted.
pub fn rejected(provider: &Provider, now: Moment) -> Message {
    Message {
        cause: cause("provider.rejected", provider, now),
        subject: "Your company was not admitted to Muster".to_owned(),
        lines: vec![
            "Two vetting officers have decided on your application. Their reason:".to_owned(),
            provider.state_reason.clone(),
            "You may change your dossier and apply again.".to_owned(),
        ],
        link: "/provider/dossier".to_owned(),
    }
}

/// Taken off the framework.
pub fn removed(provider: &Provider, now: Moment) -> Message {
    Message {
        cause: cause("provider.removed", provider, now),
        subject: "Your company was taken off Muster".to_owned(),
        lines: vec![
            "Two vetting officers have decided to take your company off the framework. From now on it cannot bid, and is no longer listed. Contracts you have go on until they end. The reason:".to_owned(),
            provider.state_reason.clone(),
            "Contact the Muster team if you think this is wrong. You can still sign in to read your records.".to_owned(),
        ],
        link: "/provider".to_owned(),
    }
}

/// Suspended.
pub fn suspended(provider: &Provider, now: Moment) -> Message {
    Message {
        cause: cause("provider.suspended", provider, now),
        subject: "Your company is suspended from bidding".to_owned(),
        lines: vec![
            "From now on your company cannot bid. Contracts you have go on. The reason:".to_owned(),
            provider.state_reason.clone(),
            "Contact the Muster team to have the suspension lifted.".to_owned(),
        ],
        link: "/provider".to_owned(),
    }
}

/// The suspension is over.
pub fn lifted(provider: &Provider, now: Moment) -> Message {
    Message {
        cause: cause("provider.lifted", provider, now),
        subject: "Your company may bid again".to_owned(),
        lines: vec![
            "The suspension of your company has been lifted.".to_owned(),
            "You can bid again in the lots that you are admitted to.".to_owned(),
        ],
        link: "/provider".to_owned(),
    }
}

/// A certificate added after admission was decided.
pub fn certificate_decided(
    provider: &Provider,
    scheme: &str,
    (decision, reason): (CertificateDecision, &str),
    now: Moment,
) -> Message {
    let accepted = decision == CertificateDecision::Accepted;
    let verdict = if accepted { "accepted" } else { "refused" };
    let mut lines = vec![format!("Your {scheme} certificate was {verdict}.")];
    if !accepted {
        lines.push(format!("The reason: {reason}"));
    }
    Message {
        cause: cause(&format!("certificate.decided:{scheme}"), provider, now),
        subject: format!("Your {scheme} certificate was {verdict}"),
        lines,
        link: "/provider/dossier/certificates".to_owned(),
    }
}

/// To the other officers: a proposal waits for one of them.
pub fn proposed(provider: &Provider, outcome: Outcome, now: Moment) -> Message {
    let part = if outcome == Outcome::Remove { "providers" } else { "applications" };
    Message {
        cause: cause("decision.proposed", provider, now),
        subject: format!("A decision on {} waits to be confirmed", provider.name),
        lines: vec!["A colleague has proposed a decision. A different vetting officer must confirm it, or set it aside.".to_owned()],
        link: format!("/operator/{part}/{}", provider.slug),
    }
}
