//! What an administrator types about a lost second factor.

use crate::accounts::forms::address;
use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// Asking for a reset, as typed.
#[derive(Debug, Clone, Default)]
pub struct ResetForm {
    /// The person's address.
    pub email: String,
    /// Why, and how it was made sure who asks.
    pub reason: String,
}

impl ResetForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { email: posted.text("email"), reason: posted.text("reason") }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<(String, String), Mistakes> {
        let mut mistakes = Mistakes::default();
        let email = mistakes.keep("email", address(&self.email));
        let what = "why, and how you made sure who is asking";
        let reason = mistakes.keep("reason", text::prose(&self.reason, what, 1000));
        match (email, reason) {
            (Some(email), Some(reason)) => Ok((email, reason)),
            _ => Err(mistakes),
        }
    }
}
