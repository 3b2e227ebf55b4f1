//! What we write to people whose roles have changed, or who are invited
//! although they act for somebody already.

use crate::accounts::model::Role;
use crate::db::Once;
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

/// Somebody invited the owner of an account to act for another organisation.
pub fn invited_elsewhere(organisation: &str, once: Once) -> Message {
    Message {
        cause: format!("invitation.not_sent:{}", once.key),
        subject: format!("{organisation} has invited you to Muster"),
        lines: vec![
            "You have an account already, and one person acts for one organisation, so nothing was changed.".to_owned(),
            "To act for them too, ask to be invited at another address.".to_owned(),
        ],
        link: "/account".to_owned(),
    }
}

/// Their account was closed to them.
pub fn deactivated(user: UserId, by: &str, now: Moment) -> Message {
    Message {
        cause: format!("account.deactivated:{user}:{}", now.timestamp_micros()),
        subject: "Your Muster account is closed".to_owned(),
        lines: vec![
            format!(
                "{by} has closed your account, so you cannot sign in any more. What you did stays on record."
            ),
            "If this is a mistake, ask them.".to_owned(),
        ],
        link: "/".to_owned(),
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
