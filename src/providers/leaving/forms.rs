//! What people type to leave.

use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// A reason, and a box to tick, as typed.
#[derive(Debug, Clone, Default)]
pub struct LeavingForm {
    /// Why.
    pub reason: String,
    /// `yes` if they are sure.
    pub sure: String,
}

impl LeavingForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { reason: posted.text("reason"), sure: posted.text("sure") }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        let reason = text::prose(&self.reason, "why your company leaves", 2000);
        let reason = mistakes.keep("reason", reason);
        if self.sure != "yes" {
            mistakes.add("sure", "Confirm that your company leaves the framework");
        }
        match reason {
            Some(reason) if mistakes.is_empty() => Ok(reason),
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LeavingForm;

    #[test]
    fn leaving_takes_a_reason_and_a_tick() {
        let typed = |reason: &str, sure: &str| LeavingForm {
            reason: reason.to_owned(),
            sure: sure.to_owned(),
        };
        assert_eq!(typed("We retire.", "yes").parse().unwrap(), "We retire.");
        assert_eq!(typed(" ", "").parse().unwrap_err().all().count(), 2);
    }
}
