//! What vetting officers type.

use super::model::Outcome;
use crate::providers::model::{CertificateDecision, LotDecision};
use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// A verdict on one certificate or lot, or a proposal, with its reason.
#[derive(Debug, Clone, Default)]
pub struct VerdictForm {
    /// The verdict chosen.
    pub verdict: String,
    /// Why.
    pub reason: String,
}

impl VerdictForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { verdict: posted.text("verdict"), reason: posted.text("reason") }
    }

    /// A verdict on a certificate; a refusal says why.
    pub fn on_certificate(&self) -> Result<(CertificateDecision, String), Mistakes> {
        let verdict = match self.verdict.as_str() {
            "accepted" => Some(CertificateDecision::Accepted),
            "refused" => Some(CertificateDecision::Refused),
            _ => None,
        };
        self.read(verdict, |it| it == CertificateDecision::Refused, "Choose whether you accept it")
    }

    /// A verdict on a lot; always with a reason.
    pub fn on_lot(&self) -> Result<(LotDecision, String), Mistakes> {
        let verdict = match self.verdict.as_str() {
            "admit" => Some(LotDecision::Admit),
            "refuse" => Some(LotDecision::Refuse),
            _ => None,
        };
        self.read(verdict, |_| true, "Choose whether to admit the provider to this lot")
    }

    /// A proposal; always with a reason.
    pub fn proposal(&self) -> Result<(Outcome, String), Mistakes> {
        self.read(Outcome::parse(&self.verdict), |_| true, "Choose what you propose")
    }

    /// A reason without a verdict; `what` says what is missing.
    pub fn reason_alone(&self, what: &str) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        mistakes.keep("reason", text::prose(&self.reason, what, 2000)).ok_or(mistakes)
    }

    fn read<T: Copy>(
        &self,
        verdict: Option<T>,
        needs_reason: impl Fn(T) -> bool,
        or_else: &str,
    ) -> Result<(T, String), Mistakes> {
        let mut mistakes = Mistakes::default();
        let verdict = mistakes.keep("verdict", verdict.ok_or(or_else));
        let reason = if verdict.is_none_or(needs_reason) {
            text::prose(&self.reason, "your reason", 2000)
        } else {
            text::optional_prose(&self.reason, "your reason", 2000)
        };
        match (verdict, mistakes.keep("reason", reason)) {
            (Some(verdict), Some(reason)) => Ok((verdict, reason)),
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::VerdictForm;
    use crate::providers::model::CertificateDecision;

    fn typed(verdict: &str, reason: &str) -> VerdictForm {
        VerdictForm { verdict: verdict.to_owned(), reason: reason.to_owned() }
    }

    #[test]
    fn a_refusal_says_why_and_an_acceptance_need_not() {
        assert!(typed("refused", " ").on_certificate().unwrap_err().on("reason").is_some());
        let (decision, reason) = typed("accepted", "").on_certificate().unwrap();
        assert_eq!((decision, reason.as_str()), (CertificateDecision::Accepted, ""));
    }

    #[test]
    fn a_verdict_must_be_one_of_those_offered() {
        for verdict in ["", "maybe", "waiting"] {
            assert!(typed(verdict, "Because").on_certificate().is_err(), "{verdict}");
            assert!(typed(verdict, "Because").on_lot().is_err(), "{verdict}");
            assert!(typed(verdict, "Because").proposal().is_err(), "{verdict}");
        }
        assert_eq!(typed("", "").proposal().unwrap_err().all().count(), 2);
    }
}
