//! What a contract manager types before a contract is drawn up. Everything may
//! be left empty: then it is as the request has it.

use chrono::NaiveDate;

use super::terms::USUAL_MEASURES;
use crate::types::text;
use crate::web::form::{Mistakes, Posted, TypedDay};

/// The longest list of measures, and the longest text of what else is agreed.
pub const MOST_TEXT: usize = 4_000;

/// The form as typed.
#[derive(Debug, Clone, Default)]
pub struct ParticularsForm {
    /// The first day.
    pub starts: TypedDay,
    /// The last day.
    pub ends: TypedDay,
    /// What performance is judged by, one to a line.
    pub measures: String,
    /// What else was agreed.
    pub particulars: String,
    /// Why a correction is made.
    pub reason: String,
}

/// What was typed, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Particulars {
    /// The first day, if it is not the request's.
    pub starts_on: Option<NaiveDate>,
    /// The last day, if it is not the request's.
    pub ends_on: Option<NaiveDate>,
    /// What performance is judged by, if it is not the usual.
    pub measures: String,
    /// What else was agreed.
    pub particulars: String,
}

impl Particulars {
    /// What performance is judged by, one to a line.
    pub fn all_measures(&self) -> String {
        match self.measures.as_str() {
            "" => USUAL_MEASURES.join("\n"),
            typed => typed.to_owned(),
        }
    }
}

impl ParticularsForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            starts: TypedDay::typed(posted, "starts"),
            ends: TypedDay::typed(posted, "ends"),
            measures: posted.text("measures"),
            particulars: posted.text("particulars"),
            reason: posted.text("reason"),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<Particulars, Mistakes> {
        let mut mistakes = Mistakes::default();
        let starts_on = mistakes.keep("starts", self.starts.parse_optional("First day"));
        let ends_on = mistakes.keep("ends", self.ends.parse_optional("Last day"));
        let measures = mistakes.keep("measures", measures(&self.measures));
        let particulars = text::optional_prose(&self.particulars, "what else is agreed", MOST_TEXT);
        let particulars = mistakes.keep("particulars", particulars);
        match (starts_on, ends_on, measures, particulars) {
            (Some(starts_on), Some(ends_on), Some(measures), Some(particulars)) => {
                Ok(Particulars { starts_on, ends_on, measures, particulars })
            }
            _ => Err(mistakes),
        }
    }

    /// The same, with the reason that a correction takes.
    pub fn parse_correction(&self) -> Result<(Particulars, String), Mistakes> {
        let mut mistakes = Mistakes::default();
        let reason = text::prose(&self.reason, "what you correct and why", 2_000);
        let reason = mistakes.keep("reason", reason);
        let particulars = mistakes.with(self.parse())?;
        Ok((particulars, reason.unwrap_or_default()))
    }
}

/// Measures, one to a line, without empty ones.
pub fn measures(typed: &str) -> Result<String, String> {
    let lines: Vec<String> = typed
        .lines()
        .filter(|it| !it.trim().is_empty())
        .map(|it| text::line(it, "a measure", 300))
        .collect::<Result<_, _>>()?;
    if lines.len() > 20 {
        return Err(format!("Enter 20 measures or fewer; these are {}", lines.len()));
    }
    text::optional_prose(&lines.join("\n"), "the measures", MOST_TEXT)
}

#[cfg(test)]
mod tests {
    use super::{Particulars, ParticularsForm, measures};

    #[test]
    fn an_empty_form_is_the_request_as_it_stands() {
        let parsed = ParticularsForm::default().parse().unwrap();
        assert_eq!(parsed, Particulars::default());
        assert_eq!(parsed.all_measures().lines().count(), 4);
    }

    #[test]
    fn every_mistake_is_reported_at_once() {
        let mut form = ParticularsForm { particulars: "x".repeat(4_001), ..Default::default() };
        form.starts.day = "31".into();
        form.starts.month = "2".into();
        form.starts.year = "2026".into();
        let mistakes = form.parse_correction().unwrap_err();
        let fields: Vec<&str> = mistakes.all().map(|it| it.0.as_str()).collect();
        assert_eq!(fields, ["starts", "particulars", "reason"]);
    }

    #[test]
    fn measures_stand_one_to_a_line() {
        assert_eq!(measures(" One \n\n  Two two\n"), Ok("One\nTwo two".to_owned()));
        assert!(measures(&"x\n".repeat(21)).unwrap_err().contains("these are 21"));
        assert!(measures(&"x".repeat(301)).is_err());
    }
}
