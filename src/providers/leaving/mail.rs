//! What we write when a provider leaves.

use crate::outbox::Message;
use crate::providers::model::Provider;
use crate::types::time::Moment;
use crate::types::uk_time;

/// To the provider: it has left.
pub fn left(provider: &Provider, now: Moment) -> Message {
    Message {
        cause: format!("provider.left:{}", provider.id),
        subject: "Your company has left Muster".to_owned(),
        lines: vec![
            format!("{} left the framework at {}.", provider.name, uk_time::full(now)),
            "It can no longer bid, and is no longer listed in the directory. You can still sign in to read your records and to erase the personal data of specialists.".to_owned(),
        ],
        link: "/provider".to_owned(),
    }
}

/// To the officers: it has left.
pub fn told(provider: &Provider, now: Moment) -> Message {
    Message {
        cause: format!("provider.left.told:{}", provider.id),
        subject: format!("{} has left Muster", provider.name),
        lines: vec![
            format!("{} left the framework at {}. Its reason:", provider.name, uk_time::full(now)),
            provider.state_reason.clone(),
        ],
        link: format!("/operator/providers/{}", provider.slug),
    }
}
