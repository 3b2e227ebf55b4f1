//! What an approver types to let something come later.

use uuid::Uuid;

use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// The form as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WaiverForm {
    /// The specialist or the insurance, and what is missing as the page said it.
    pub shortfall: String,
    /// Why it may come later.
    pub reason: String,
}

/// The form, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWaiver {
    /// The specialist or the insurance.
    pub subject: Uuid,
    /// What is missing, as the page said it.
    pub shortfall: String,
    /// Why it may come later.
    pub reason: String,
}

impl WaiverForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { shortfall: posted.text("shortfall"), reason: posted.text("reason") }
    }

    /// Reads it.
    pub fn parse(&self) -> Result<NewWaiver, Mistakes> {
        let mut mistakes = Mistakes::default();
        let (subject, said) = self.shortfall.split_once(' ').unwrap_or_default();
        let chosen = Uuid::parse_str(subject).map_err(|_| "Choose what may come later");
        let subject = mistakes.keep("shortfall", chosen);
        let what = "why it may come later, and until when";
        let reason = mistakes.keep("reason", text::prose(&self.reason, what, 1_000));
        match (subject, reason) {
            (Some(subject), Some(reason)) => {
                Ok(NewWaiver { subject, shortfall: said.to_owned(), reason })
            }
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::WaiverForm;

    #[test]
    fn a_waiver_says_what_and_why() {
        let form = |subject: &str, reason: &str| WaiverForm {
            shortfall: format!("{subject} Robin Vale does not hold SC"),
            reason: reason.to_owned(),
        };
        let id = "0190b0b0-0000-7000-8000-000000000000";
        let wrong = |form: WaiverForm| {
            let mistakes = form.parse().err().unwrap_or_default();
            mistakes.all().map(|it| it.0.clone()).collect::<Vec<_>>()
        };
        assert!(wrong(form(id, "It comes in May.")).is_empty());
        assert_eq!(wrong(form("", " ")), ["shortfall", "reason"]);
    }
}
