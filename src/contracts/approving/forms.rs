//! What an approver types to decide on a variation.

use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// The form on which it is sent back, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SendBackForm {
    /// Why.
    pub comment: String,
}

impl SendBackForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { comment: posted.text("comment") }
    }

    /// Reads it.
    pub fn parse(&self) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        let comment = text::prose(&self.comment, "what has to change", 2_000);
        mistakes.keep("comment", comment).ok_or(mistakes)
    }
}

/// The number of the version that was on the page; none if it was tampered with.
pub fn version_read(posted: &Posted) -> i32 {
    posted.text("version").parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::SendBackForm;

    #[test]
    fn sending_back_takes_a_comment() {
        let empty = SendBackForm { comment: " \n".to_owned() }.parse().unwrap_err();
        assert_eq!(empty.on("comment"), Some("Enter what has to change"));
        let said = SendBackForm { comment: "Too dear.".to_owned() };
        assert_eq!(said.parse().unwrap(), "Too dear.");
    }
}
