//! Words by themselves, as typed: a decision with its reason, an answer.

use super::form::{Mistakes, Posted};
use crate::types::text;

const LONGEST: usize = 3_000;

/// Words, as typed in one box of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordsForm {
    /// The words.
    pub words: String,
}

impl WordsForm {
    /// As it was sent. The name tells this box from others on the page.
    pub fn typed(posted: &Posted, name: &str) -> Self {
        Self { words: posted.text(name) }
    }

    /// The words, if there are any; `what` they say, for whoever left them out.
    pub fn parse(&self, name: &str, what: &str) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        mistakes.keep(name, text::prose(&self.words, what, LONGEST)).ok_or(mistakes)
    }
}

#[cfg(test)]
mod tests {
    use super::WordsForm;

    #[test]
    fn a_decision_is_told_in_words() {
        let mistakes = WordsForm::default().parse("decline", "why you decline").unwrap_err();
        assert_eq!(mistakes.on("decline"), Some("Enter why you decline"));
        let said = WordsForm { words: " It adds up. ".to_owned() };
        assert_eq!(said.parse("accept", "why").unwrap(), "It adds up.");
    }
}
