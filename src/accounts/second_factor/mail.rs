//! What we write to people about their second factor.

use crate::outbox::Message;
use crate::types::ids::UserId;
use crate::types::time::Moment;
use crate::types::uk_time;

/// Something about how the person proves who they are has changed.
pub fn changed(user: UserId, what: &str, now: Moment) -> Message {
    Message {
        cause: format!("account.second_factor:{user}:{}", now.timestamp_micros()),
        subject: format!("{what} on your Muster account"),
        lines: vec![
            format!("This was done at {}.", uk_time::full(now)),
            "If it was not you, change your password, end your other sessions, and tell an administrator of your organisation.".to_owned(),
        ],
        link: "/account/second-factor".to_owned(),
    }
}
