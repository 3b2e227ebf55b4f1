//! What is typed about the fee and the terms.

use chrono::NaiveDate;

use crate::types::text;
use crate::web::form::{Mistakes, Posted, TypedDay};

/// The highest fee there may be, in hundredths of a percent.
const HIGHEST: i32 = 1_000;

/// A fee as typed.
#[derive(Debug, Clone, Default)]
pub struct FeeForm {
    /// In percent.
    pub percent: String,
    /// The first day.
    pub from: TypedDay,
}

/// A fee, understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeAsked {
    /// Hundredths of a percent.
    pub basis_points: i32,
    /// The first day.
    pub from: NaiveDate,
}

impl FeeForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { percent: posted.text("percent"), from: TypedDay::typed(posted, "from") }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<FeeAsked, Mistakes> {
        let mut mistakes = Mistakes::default();
        let basis_points = mistakes.keep("percent", basis_points(&self.percent));
        let from = mistakes.keep("from", self.from.parse("The day it comes into force"));
        match (basis_points, from) {
            (Some(basis_points), Some(from)) => Ok(FeeAsked { basis_points, from }),
            _ => Err(mistakes),
        }
    }
}

/// A percentage with at most two decimals, from 0 to 10.
fn basis_points(typed: &str) -> Result<i32, &'static str> {
    const HELP: &str = "Enter a percentage with at most two decimals, like 1.5";
    let plain = typed.trim().trim_end_matches('%').trim_end();
    let (whole, rest) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || rest.len() > 2 || !digits(whole) || !digits(rest) {
        return Err(HELP);
    }
    if plain.ends_with('.') {
        return Err(HELP);
    }
    let points: i32 = format!("{whole}{rest:0<2}").parse().map_err(|_| HELP)?;
    if points > HIGHEST { Err("Enter a percentage of 10 or less") } else { Ok(points) }
}

/// A version of the terms as typed.
#[derive(Debug, Clone, Default)]
pub struct TermsForm {
    /// What changed.
    pub summary: String,
    /// The text.
    pub text: String,
    /// The first day it is in force.
    pub from: TypedDay,
    /// Which number it is to have.
    pub number: String,
}

/// A version of the terms, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsAsked {
    /// What changed.
    pub summary: String,
    /// The text.
    pub text: String,
    /// The first day it is in force.
    pub from: NaiveDate,
    /// Which number it is to have.
    pub number: i32,
}

impl TermsForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            summary: posted.text("summary"),
            text: posted.text("text"),
            from: TypedDay::typed(posted, "from"),
            number: posted.text("number"),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<TermsAsked, Mistakes> {
        let mut mistakes = Mistakes::default();
        let summary = text::line(&self.summary, "what changes in this version", 300);
        let summary = mistakes.keep("summary", summary);
        let text = mistakes.keep("text", text::prose(&self.text, "the text", 60_000));
        let from = mistakes.keep("from", self.from.parse("The day it comes into force"));
        match (summary, text, from) {
            (Some(summary), Some(text), Some(from)) => {
                let number = self.number.trim().parse().unwrap_or_default();
                Ok(TermsAsked { summary, text, from, number })
            }
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{TermsForm, basis_points};

    #[test]
    fn a_fee_is_a_percentage_with_at_most_two_decimals() {
        for (typed, points) in [
            ("1.5", Some(150)),
            ("1.50%", Some(150)),
            (" 2 % ", Some(200)),
            ("0", Some(0)),
            ("0.05", Some(5)),
            ("10", Some(1000)),
            ("10.01", None),
            ("1.505", None),
            ("-1", None),
            ("1.", None),
            (".5", None),
            ("", None),
            ("%", None),
            ("1,5", None),
            ("9999999999", None),
        ] {
            assert_eq!(basis_points(typed).ok(), points, "{typed:?}");
        }
    }

    #[test]
    fn a_version_says_everything_that_is_wrong_at_once() {
        let mistakes = TermsForm::default().parse().unwrap_err();
        for field in ["summary", "text", "from"] {
            assert!(mistakes.on(field).is_some(), "{field}");
        }
    }
}
