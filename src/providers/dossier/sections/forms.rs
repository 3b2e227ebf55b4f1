//! What people type into the statements and about lots.

use std::collections::BTreeMap;

use crate::providers::model::Provider;
use crate::types::money::Money;
use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// The statements as typed.
#[derive(Debug, Clone, Default)]
pub struct StatementsForm {
    /// What it does against modern slavery.
    pub modern_slavery: String,
    /// How it protects personal data.
    pub data_protection: String,
    /// Its registration with the Information Commissioner.
    pub ico_number: String,
}

/// The statements, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statements {
    /// What it does against modern slavery.
    pub modern_slavery: String,
    /// How it protects personal data.
    pub data_protection: String,
    /// Its registration with the Information Commissioner.
    pub ico_number: String,
}

impl StatementsForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            modern_slavery: posted.text("modern_slavery"),
            data_protection: posted.text("data_protection"),
            ico_number: posted.text("ico_number"),
        }
    }

    /// As it stands.
    pub fn of(it: &Provider) -> Self {
        Self {
            modern_slavery: it.modern_slavery_statement.clone(),
            data_protection: it.data_protection_statement.clone(),
            ico_number: it.ico_number.clone(),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<Statements, Mistakes> {
        let mut mistakes = Mistakes::default();
        let slavery = text::prose(&self.modern_slavery, "what you do against modern slavery", 3000);
        let slavery = mistakes.keep("modern_slavery", slavery);
        let data = text::prose(&self.data_protection, "how you protect personal data", 3000);
        let data = mistakes.keep("data_protection", data);
        let ico = mistakes.keep("ico_number", ico_number(&self.ico_number));
        match (slavery, data, ico) {
            (Some(modern_slavery), Some(data_protection), Some(ico_number)) => {
                Ok(Statements { modern_slavery, data_protection, ico_number })
            }
            _ => Err(mistakes),
        }
    }
}

/// A registration with the Information Commissioner: a letter, then 7 letters
/// or digits.
pub fn ico_number(typed: &str) -> Result<String, String> {
    let plain = typed.trim().to_uppercase();
    let begins = plain.starts_with(|it: char| it.is_ascii_uppercase());
    if plain.len() == 8 && begins && plain.chars().all(|it| it.is_ascii_alphanumeric()) {
        Ok(plain)
    } else {
        Err("Enter the registration number as 8 letters and numbers, like ZA123456".to_owned())
    }
}

/// A lot, its evidence and its rates as typed.
#[derive(Debug, Clone, Default)]
pub struct LotForm {
    /// What the provider offers as evidence.
    pub evidence: String,
    /// The highest day rate for each SFIA level, as typed.
    pub rates: Vec<(i16, String)>,
}

/// A lot asked for, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLot {
    /// What the provider offers as evidence.
    pub evidence: String,
    /// The highest day rate for each SFIA level offered.
    pub rates: BTreeMap<i16, Money>,
}

impl LotForm {
    /// As it was sent.
    pub fn typed(posted: &Posted, levels: &[i16]) -> Self {
        let rate = |level: &i16| (*level, posted.text(&format!("rate_{level}")));
        Self { evidence: posted.text("evidence"), rates: levels.iter().map(rate).collect() }
    }

    /// As it stands.
    pub fn of(evidence: &str, rates: &BTreeMap<i16, Money>, levels: &[i16]) -> Self {
        let rate =
            |level: &i16| (*level, rates.get(level).map(|it| it.typed()).unwrap_or_default());
        Self { evidence: evidence.to_owned(), rates: levels.iter().map(rate).collect() }
    }

    /// The rate typed for a level.
    pub fn rate(&self, level: &i16) -> &str {
        self.rates.iter().find(|(it, _)| it == level).map_or("", |(_, typed)| typed.as_str())
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<NewLot, Mistakes> {
        let mut mistakes = Mistakes::default();
        let evidence = text::words(&self.evidence, "your evidence", 800);
        let evidence = mistakes.keep("evidence", evidence);
        let mut rates = BTreeMap::new();
        for (level, typed) in self.rates.iter().filter(|(_, it)| !it.trim().is_empty()) {
            let rate = Money::parse(typed).map_err(|it| format!("Level {level}: {it}"));
            let rate = mistakes.keep(&format!("rate_{level}"), rate);
            rates.extend(rate.map(|rate| (*level, rate)));
        }
        if mistakes.is_empty() && rates.is_empty() {
            let first = self.rates.first().map_or(1, |(level, _)| *level);
            mistakes
                .add(&format!("rate_{first}"), "Enter the highest day rate for at least one level");
        }
        match evidence {
            Some(evidence) if mistakes.is_empty() => Ok(NewLot { evidence, rates }),
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LotForm, ico_number};

    #[test]
    fn registrations_with_the_information_commissioner_have_eight_characters() {
        for (typed, read) in [
            ("za123456", Some("ZA123456")),
            ("Z1234567", Some("Z1234567")),
            ("12345678", None),
            ("ZA12345", None),
        ] {
            assert_eq!(ico_number(typed).ok().as_deref(), read, "{typed:?}");
        }
    }

    #[test]
    fn a_lot_needs_evidence_and_a_rate() {
        let form = |rate: &str| LotForm {
            evidence: "Ten years of it.".to_owned(),
            rates: vec![(1, String::new()), (2, rate.to_owned())],
        };
        assert!(form("").parse().unwrap_err().on("rate_1").is_some());
        assert!(form("lots").parse().unwrap_err().on("rate_2").is_some());
        assert_eq!(form("450").parse().unwrap().rates.len(), 1);
    }
}
