//! Reasons to withdraw, and not to, as typed.

use crate::types::text;
use crate::web::form::{Mistakes, Posted};

const LONGEST: usize = 3_000;

/// What is typed on the page, in one of its two boxes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WithdrawalForm {
    /// Why the award is withdrawn.
    pub reason: String,
    /// Why it is not.
    pub decision: String,
}

impl WithdrawalForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { reason: posted.text("reason"), decision: posted.text("decision") }
    }

    /// Why the award is withdrawn, if that is said.
    pub fn reason(&self) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        let reason = text::prose(&self.reason, "why the award is withdrawn", LONGEST);
        mistakes.keep("reason", reason).ok_or(mistakes)
    }

    /// Why it stays, if that is said.
    pub fn decision(&self) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        let decision = text::prose(&self.decision, "why the award stays", LONGEST);
        mistakes.keep("decision", decision).ok_or(mistakes)
    }
}

#[cfg(test)]
mod tests {
    use super::WithdrawalForm;

    #[test]
    fn each_side_says_why() {
        let empty = WithdrawalForm::default();
        assert_eq!(
            empty.reason().unwrap_err().on("reason"),
            Some("Enter why the award is withdrawn")
        );
        assert_eq!(empty.decision().unwrap_err().on("decision"), Some("Enter why the award stays"));
    }
}
