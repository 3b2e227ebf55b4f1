//! What we write to people about signing in.

use super::sessions::model::NewSession;
use crate::outbox::Message;
use crate::types::time::Moment;
use crate::types::uk_time;

/// Someone signed in from a browser that this account has not used before.
pub fn new_sign_in(session: &NewSession, now: Moment) -> Message {
    Message {
        cause: format!("account.new_sign_in:{}:{}", session.user, now.timestamp_micros()),
        subject: "A new sign-in to your Muster account".to_owned(),
        lines: vec![
            format!(
                "Somebody signed in to your account at {}, with {}.",
                uk_time::full(now),
                super::sessions::model::device(&session.user_agent)
            ),
            "If it was you, there is nothing to do. If it was not, change your password and end every other session.".to_owned(),
        ],
        link: "/account/sessions".to_owned(),
    }
}
