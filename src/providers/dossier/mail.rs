//! What we write about applications.

use crate::outbox::Message;
use crate::providers::model::Provider;
use crate::types::time::Moment;
use crate::types::uk_time;

/// To the provider: we have it.
pub fn received(provider: &Provider, now: Moment) -> Message {
    Message {
        cause: format!("application.received:{}:{}", provider.id, now.timestamp()),
        subject: "We have your application to join Muster".to_owned(),
        lines: vec![
            format!("{} applied at {}.", provider.name, uk_time::full(now)),
            "Our vetting officers will check it. If they need more, we will write to you and say exactly what.".to_owned(),
            "You do not need to do anything now.".to_owned(),
        ],
        link: "/provider/dossier".to_owned(),
    }
}

/// To the vetting officers: there is one to check.
pub fn waiting(provider: &Provider, now: Moment) -> Message {
    Message {
        cause: format!("application.waiting:{}:{}", provider.id, now.timestamp()),
        subject: format!("{} has applied to join Muster", provider.name),
        lines: vec![format!(
            "{} submitted its application at {}. It is waiting to be checked.",
            provider.name,
            uk_time::full(now)
        )],
        link: format!("/operator/applications/{}", provider.slug),
    }
}

/// To the operator: a company that was here before registers again.
pub fn was_here(provider: &Provider, former: &Provider, name: &str) -> Message {
    Message {
        cause: format!("provider.recognised:{}:{}", provider.id, former.id),
        subject: format!("{name} gives the company number of {}, which was on Muster before", former.name),
        lines: vec![
            format!(
                "A company that applies as {name} gives the number of {}. That company is no longer on the framework: {}.",
                former.name,
                former.state.label().to_lowercase()
            ),
            "It may apply again. What happened before is on its earlier file: read it before you decide.".to_owned(),
        ],
        link: format!("/operator/providers/{}", former.slug),
    }
}
