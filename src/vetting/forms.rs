//! What vetting officers type.

use super::model::Outcome;
use crate::providers::asked::model::NewItem;
use crate::providers::dossier::model::Section;
use crate::providers::model::{CertificateDecision, LotDecision, ProviderLot};
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

    /// A proposal about an application; always with a reason.
    pub fn proposal(&self) -> Result<(Outcome, String), Mistakes> {
        let verdict = Outcome::parse(&self.verdict).filter(|it| *it != Outcome::Remove);
        self.read(verdict, |_| true, "Choose what you propose")
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

/// A place in a dossier about which more can be asked, and what is asked.
#[derive(Debug, Clone)]
pub struct Place {
    /// The field.
    pub field: String,
    /// The section.
    pub section: Section,
    /// A lot's code, if one lot is meant.
    pub subject: String,
    /// What people call it.
    pub label: String,
    /// What is asked, as typed.
    pub words: String,
}

/// What more is asked for, as typed, place by place.
#[derive(Debug, Clone)]
pub struct AskForm {
    /// Every place.
    pub places: Vec<Place>,
}

impl AskForm {
    /// As it was sent, for a dossier with these lots.
    pub fn typed(posted: &Posted, lots: &[ProviderLot]) -> Self {
        let mut places = Vec::new();
        let mut place = |section: Section, subject: &str, label: String| {
            let field = match subject {
                "" => format!("ask_{}", section.word()),
                subject => format!("ask_{}_{subject}", section.word()),
            };
            let (subject, words) = (subject.to_owned(), posted.text(&field));
            places.push(Place { field, section, subject, label, words });
        };
        for section in Section::ALL.iter().copied() {
            place(section, "", section.label().to_owned());
            if section == Section::Lots {
                for lot in lots {
                    place(section, &lot.code, format!("Lot: {}", lot.name));
                }
            }
        }
        Self { places }
    }

    /// Reads every place; at least one must say something.
    pub fn parse(&self) -> Result<Vec<NewItem>, Mistakes> {
        let mut mistakes = Mistakes::default();
        let mut items = Vec::new();
        for it in self.places.iter().filter(|it| !it.words.trim().is_empty()) {
            let words = text::prose(&it.words, "what you need", 1000);
            items.extend(mistakes.keep(&it.field, words).map(|words| NewItem {
                section: it.section,
                subject: it.subject.clone(),
                place: it.label.clone(),
                words,
            }));
        }
        if items.is_empty() && mistakes.is_empty() {
            let first = self.places.first().map_or("", |it| it.field.as_str());
            mistakes.add(first, "Say what you need about at least one part of the dossier");
        }
        if mistakes.is_empty() { Ok(items) } else { Err(mistakes) }
    }
}

#[cfg(test)]
mod tests {
    use super::{AskForm, VerdictForm};
    use crate::providers::dossier::model::Section;
    use crate::providers::model::{CertificateDecision, LotDecision, ProviderLot};
    use crate::web::form::Posted;

    #[test]
    fn more_is_asked_about_at_least_one_place() {
        let lots = [ProviderLot {
            code: "osint".to_owned(),
            name: "Intelligence".to_owned(),
            evidence: String::new(),
            decision: LotDecision::Waiting,
            reason: String::new(),
            admitted_at: None,
        }];
        let said = |field: &str, words: &str| {
            AskForm::typed(&Posted::of([(field.to_owned(), words.to_owned())]), &lots).parse()
        };
        assert!(said("ask_company", " ").unwrap_err().on("ask_company").is_some());
        assert!(
            said("ask_insurance", &"x".repeat(1001)).unwrap_err().on("ask_insurance").is_some()
        );
        let items = said("ask_lots_osint", "Name two clients.").unwrap();
        assert_eq!(items.len(), 1);
        let it = &items[0];
        assert_eq!((it.section, it.subject.as_str()), (Section::Lots, "osint"));
        assert_eq!(it.place, "Lot: Intelligence");
    }

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
        assert!(typed("remove", "Because").proposal().is_err(), "that is not about applications");
        for verdict in ["", "maybe", "waiting"] {
            assert!(typed(verdict, "Because").on_certificate().is_err(), "{verdict}");
            assert!(typed(verdict, "Because").on_lot().is_err(), "{verdict}");
            assert!(typed(verdict, "Because").proposal().is_err(), "{verdict}");
        }
        assert_eq!(typed("", "").proposal().unwrap_err().all().count(), 2);
    }
}
