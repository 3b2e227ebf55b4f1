//! What we write when a second factor is reset.

use crate::outbox::Message;
use crate::types::ids::UserId;
use crate::types::time::Moment;

/// Two of the operator's people have reset the second factor.
pub fn reset(user: UserId, now: Moment) -> Message {
    Message {
        cause: format!("account.second_factor_reset:{user}:{}", now.timestamp_micros()),
        subject: "Your second factor was reset".to_owned(),
        lines: vec![
            "Two of Muster’s administrators have reset your second factor because you told us it was lost. Every session of yours has ended.".to_owned(),
            "Sign in with your password and set up a new one.".to_owned(),
            "If you did not ask for this, tell us at once.".to_owned(),
        ],
        link: "/sign-in".to_owned(),
    }
}

/// A colleague wants to reset somebody's second factor: for the other
/// administrators, one of whom has to agree.
pub fn reset_asked(user: UserId, now: Moment) -> Message {
    Message {
        cause: format!("account.second_factor_reset_asked:{user}:{}", now.timestamp_micros()),
        subject: "A lost second factor waits for a second administrator".to_owned(),
        lines: vec![
            "A colleague has put forward to reset somebody’s second factor. It takes effect when another administrator agrees.".to_owned(),
            "Make sure who is asking before you do, by a way you already know.".to_owned(),
        ],
        link: "/operator/factor-resets".to_owned(),
    }
}
