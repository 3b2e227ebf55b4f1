//! What an approver types.

use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// A reason or a comment, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReasonForm {
    /// As typed.
    pub reason: String,
}

impl ReasonForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { reason: posted.text("reason") }
    }

    /// Reads it; `what` says what it is in the message.
    pub fn parse(&self, what: &str) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        let read = mistakes.keep("reason", text::prose(&self.reason, what, 2_000));
        read.ok_or(mistakes)
    }
}
