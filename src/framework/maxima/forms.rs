//! What is typed about the highest day rates of a lot.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::types::money::Money;
use crate::web::form::{Mistakes, Posted, TypedDay};

/// Rates as typed.
#[derive(Debug, Clone, Default)]
pub struct MaximaForm {
    /// The rate for each SFIA level; empty is no maximum.
    pub rates: Vec<(i16, String)>,
    /// The first day.
    pub from: TypedDay,
    /// Whether it was confirmed with the providers in view.
    pub confirmed: bool,
}

/// Rates, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maxima {
    /// The rate for each SFIA level that has one.
    pub rates: BTreeMap<i16, Money>,
    /// The first day.
    pub from: NaiveDate,
    /// Whether it was confirmed with the providers in view.
    pub confirmed: bool,
}

/// No day of work costs more than this.
const ABSURD: i64 = 1_000_000;

impl MaximaForm {
    /// As it was sent.
    pub fn typed(posted: &Posted, levels: &[i16]) -> Self {
        let rate = |level: &i16| (*level, posted.text(&format!("rate_{level}")));
        Self {
            rates: levels.iter().map(rate).collect(),
            from: TypedDay::typed(posted, "from"),
            confirmed: posted.text("confirmed") == "yes",
        }
    }

    /// As it stands on a day.
    pub fn of(rates: &BTreeMap<i16, Money>, levels: &[i16], from: NaiveDate) -> Self {
        let rate =
            |level: &i16| (*level, rates.get(level).map(|it| it.typed()).unwrap_or_default());
        Self {
            rates: levels.iter().map(rate).collect(),
            from: TypedDay::of(Some(from)),
            confirmed: false,
        }
    }

    /// The rate typed for a level.
    pub fn rate(&self, level: &i16) -> &str {
        self.rates.iter().find(|(it, _)| it == level).map_or("", |(_, typed)| typed.as_str())
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<Maxima, Mistakes> {
        let mut mistakes = Mistakes::default();
        let mut rates = BTreeMap::new();
        for (level, typed) in self.rates.iter().filter(|(_, it)| !it.trim().is_empty()) {
            let rate = Money::parse(typed).and_then(|rate| match rate.pence() > ABSURD {
                true => Err("Enter a day rate of £10,000 or less"),
                false => Ok(rate),
            });
            rates.extend(mistakes.keep(&format!("rate_{level}"), rate).map(|rate| (*level, rate)));
        }
        match mistakes.keep("from", self.from.parse("The day it begins")) {
            Some(from) if mistakes.is_empty() => {
                Ok(Maxima { rates, from, confirmed: self.confirmed })
            }
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MaximaForm;
    use crate::web::form::TypedDay;

    #[test]
    fn a_rate_is_left_empty_or_makes_sense() {
        let from = TypedDay::of("2026-03-04".parse().ok());
        for (typed, wrong) in [
            ("", false),
            ("950", false),
            ("10,000", false),
            ("10,000.01", true),
            ("-1", true),
            ("0", true),
            ("a lot", true),
        ] {
            let rates = vec![(5, typed.to_owned())];
            let form = MaximaForm { rates, from: from.clone(), confirmed: false };
            let mistakes = form.parse().err().unwrap_or_default();
            assert_eq!(mistakes.on("rate_5").is_some(), wrong, "{typed:?}");
        }
        let nothing = MaximaForm::default().parse().unwrap_err();
        assert!(nothing.on("from").is_some());
    }
}
