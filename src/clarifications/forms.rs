//! What people type to ask and to answer.

use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// A question or an answer as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordsForm {
    /// As typed.
    pub words: String,
}

impl WordsForm {
    /// As it was sent, in a field.
    pub fn typed(posted: &Posted, field: &str) -> Self {
        Self { words: posted.text(field) }
    }

    /// Reads it; mistakes are kept on the field it came in.
    pub fn parse(&self, field: &str, what: &str, most: usize) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        let read = mistakes.keep(field, text::prose(&self.words, what, most));
        read.ok_or(mistakes)
    }
}
