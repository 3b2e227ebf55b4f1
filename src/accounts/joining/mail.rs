//! What we write to people who join.

use uuid::Uuid;

use super::model::Invitation;
use crate::accounts::links::model::LinkKind;
use crate::accounts::token::Token;
use crate::outbox::Message;
use crate::types::ids::UserId;
use crate::types::time::Moment;
use crate::types::uk_time;

/// The link that confirms an address.
pub fn verify(user: UserId, kind: LinkKind, token: &Token, now: Moment) -> Message {
    Message {
        cause: format!("account.{}:{user}:{}", kind.word(), Uuid::now_v7()),
        subject: kind.label().to_owned(),
        lines: vec![
            "Follow this link to show that mail to this address reaches you.".to_owned(),
            format!("It works once, until {}.", uk_time::full(now + kind.lasts())),
            "If you did not ask for this, ignore it and nothing will happen.".to_owned(),
        ],
        link: format!("/verify/{}", token.text()),
    }
}

/// The account has moved away from this address.
pub fn moved(user: UserId, now: Moment) -> Message {
    Message {
        cause: format!("account.address_changed:{user}:{}", now.timestamp_micros()),
        subject: "Your Muster account has moved to another address".to_owned(),
        lines: vec![
            "You sign in with the new address from now on, and this is the last mail to the old one.".to_owned(),
            "If it was not you, tell an administrator of your organisation at once.".to_owned(),
        ],
        link: "/account".to_owned(),
    }
}

/// Someone tried to register with an address that has an account already.
pub fn registered_already(user: UserId, now: Moment) -> Message {
    Message {
        cause: format!("account.registered_already:{user}:{}", now.timestamp_micros()),
        subject: "You already have a Muster account".to_owned(),
        lines: vec![
            "Somebody tried to register a company with your e-mail address. You already have an account, so nothing was changed.".to_owned(),
            "If it was you, sign in. If you have forgotten your password, you can choose a new one from the sign-in page.".to_owned(),
        ],
        link: "/sign-in".to_owned(),
    }
}

/// An invitation.
pub fn invited(it: &Invitation, organisation: &str, by: &str, token: &Token) -> Message {
    let roles: Vec<&str> = it.roles.iter().map(|it| it.label()).collect();
    Message {
        cause: format!("invitation:{}", it.id),
        subject: format!("Join {organisation} on Muster"),
        lines: vec![
            format!(
                "{by} invites you to join {organisation} on Muster, where UK police forces contract specialist cyber skills."
            ),
            format!("Your role there: {}.", roles.join(", ")),
            format!("The link works once, until {}.", uk_time::full(it.expires_at)),
        ],
        link: format!("/invitations/{}", token.text()),
    }
}

/// An invitation was accepted.
pub fn accepted(it: &Invitation, name: &str) -> Message {
    Message {
        cause: format!("invitation.accepted:{}", it.id),
        subject: format!("{name} has joined"),
        lines: vec![format!("{name} has accepted your invitation and can sign in now.")],
        link: "/people".to_owned(),
    }
}
