//! What we write to people about their own account.

use uuid::Uuid;

use crate::accounts::token::Token;
use crate::outbox::Message;
use crate::types::ids::UserId;
use crate::types::time::Moment;
use crate::types::uk_time;

fn cause(what: &str, user: UserId, now: Moment) -> String {
    format!("account.{what}:{user}:{}", now.timestamp_micros())
}

/// The link that lets a forgotten password be replaced.
pub fn forgotten(user: UserId, token: &Token, until: Moment) -> Message {
    Message {
        cause: format!("account.forgotten:{user}:{}", Uuid::now_v7()),
        subject: "Choose a new password".to_owned(),
        lines: vec![
            "Somebody, probably you, has asked for a new password for your Muster account."
                .to_owned(),
            format!("The link works once, until {}.", uk_time::full(until)),
            "If it was not you, ignore it: your password stays as it is.".to_owned(),
        ],
        link: format!("/password/{}", token.text()),
    }
}

/// The password was changed.
pub fn password_changed(user: UserId, now: Moment) -> Message {
    Message {
        cause: cause("password_changed", user, now),
        subject: "Your Muster password was changed".to_owned(),
        lines: vec![
            format!("Your password was changed at {}.", uk_time::full(now)),
            "Every other session has ended. If it was not you, choose a new password at once, and tell an administrator of your organisation.".to_owned(),
        ],
        link: "/password/forgotten".to_owned(),
    }
}

/// Somebody asked to move the account to another address.
pub fn address_to_change(user: UserId, now: Moment) -> Message {
    Message {
        cause: cause("address_to_change", user, now),
        subject: "Your Muster account is about to move to another address".to_owned(),
        lines: vec![
            "Somebody signed in as you has asked to use another e-mail address. It changes once a link sent there is followed.".to_owned(),
            "If it was not you, change your password now.".to_owned(),
        ],
        link: "/account".to_owned(),
    }
}
