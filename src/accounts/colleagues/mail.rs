//! What we write to people whose roles have changed.

use crate::accounts::model::Role;
use crate::outbox::Message;
use crate::types::ids::UserId;
use crate::types::time::Moment;

/// What they may do has changed.
pub fn roles_changed(user: UserId, roles: &[Role], by: &str, now: Moment) -> Message {
    let labels: Vec<&str> = roles.iter().map(|it| it.label()).collect();
    Message {
        cause: format!("account.roles:{user}:{}", now.timestamp_micros()),
        subject: "What you may do on Muster has changed".to_owned(),
        lines: vec![
            format!("{by} has changed your roles. From now on they are: {}.", labels.join(", ")),
            "You have been signed out; sign in again to go on.".to_owned(),
        ],
        link: "/account".to_owned(),
    }
}

/// Their account was opened again.
pub fn reactivated(user: UserId, by: &str, now: Moment) -> Message {
    Message {
        cause: format!("account.reactivated:{user}:{}", now.timestamp_micros()),
        subject: "You can sign in to Muster again".to_owned(),
        lines: vec![format!("{by} has opened your account again.")],
        link: "/sign-in".to_owned(),
    }
}
