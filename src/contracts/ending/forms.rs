//! What a contract manager types to end a contract.

use super::model::TerminationReason;
use crate::types::text;
use crate::web::form::{Choice, Mistakes, Posted};

/// The form as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TerminationForm {
    /// Why, as a code.
    pub reason: String,
    /// Why, in words.
    pub words: String,
}

impl TerminationForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { reason: posted.text("reason"), words: posted.text("words") }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<(TerminationReason, String), Mistakes> {
        let mut mistakes = Mistakes::default();
        let reason = TerminationReason::parse(&self.reason).ok_or("Choose why the contract ends");
        let reason = mistakes.keep("reason", reason);
        let words = text::prose(&self.words, "why the contract ends, for both sides", 2_000);
        let words = mistakes.keep("words", words);
        match (reason, words) {
            (Some(reason), Some(words)) => Ok((reason, words)),
            _ => Err(mistakes),
        }
    }

    /// The reasons to choose from.
    pub fn reasons() -> Vec<Choice> {
        TerminationReason::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{TerminationForm, TerminationReason};

    #[test]
    fn a_contract_ends_for_a_reason_in_words() {
        let form = |reason: &str, words: &str| TerminationForm {
            reason: reason.to_owned(),
            words: words.to_owned(),
        };
        let read = form("security", "A breach.").parse().unwrap();
        assert_eq!(read, (TerminationReason::Security, "A breach.".to_owned()));
        let mistakes = form("whim", "").parse().unwrap_err();
        assert_eq!(mistakes.all().count(), 2);
    }
}
