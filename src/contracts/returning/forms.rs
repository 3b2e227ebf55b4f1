//! What a provider types to return a contract.

use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// The form as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReturnForm {
    /// What is wrong.
    pub words: String,
}

impl ReturnForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { words: posted.text("words") }
    }

    /// Reads it.
    pub fn parse(&self) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        let words = text::prose(&self.words, "what has to change before you sign", 2_000);
        mistakes.keep("words", words).ok_or(mistakes)
    }
}
