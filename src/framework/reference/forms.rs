//! What is typed about reference data.

use chrono::NaiveDate;

use super::model::DatedRule;
use crate::framework::policy::PARTS;
use crate::types::money::Money;
use crate::types::text;
use crate::web::form::{Choice, Mistakes, Posted, TypedDay, listed};

/// A threshold as typed.
#[derive(Debug, Clone, Default)]
pub struct ThresholdForm {
    /// What it is for.
    pub name: String,
    /// The sum.
    pub amount: String,
    /// The first day.
    pub from: TypedDay,
    /// Where it is published.
    pub source: String,
}

/// A threshold, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThresholdAsked {
    /// What it is for.
    pub name: String,
    /// The sum.
    pub amount: Money,
    /// The first day.
    pub from: NaiveDate,
    /// Where it is published.
    pub source: String,
}

/// No threshold of procurement law is lower than this.
const LOWEST_THRESHOLD: i64 = 100_000;

impl ThresholdForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            name: posted.text("name"),
            amount: posted.text("amount"),
            from: TypedDay::typed(posted, "from"),
            source: posted.text("source"),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self, names: &[Choice]) -> Result<ThresholdAsked, Mistakes> {
        let mut mistakes = Mistakes::default();
        let name = mistakes.keep("name", listed(&self.name, names, "Choose a threshold"));
        let amount = Money::parse(&self.amount).and_then(|it| match it.pence() {
            ..LOWEST_THRESHOLD => Err("Enter an amount of £1,000 or more"),
            _ => Ok(it),
        });
        let amount = mistakes.keep("amount", amount);
        let from = mistakes.keep("from", self.from.parse("The day it begins"));
        let source = text::line(&self.source, "where the amount is published", 200);
        let source = mistakes.keep("source", source);
        match (name, amount, from, source) {
            (Some(name), Some(amount), Some(from), Some(source)) => {
                Ok(ThresholdAsked { name, amount, from, source })
            }
            _ => Err(mistakes),
        }
    }
}

/// How long a clearance lasts, as typed.
#[derive(Debug, Clone, Default)]
pub struct ValidityForm {
    /// The ladder and the level: `nppv:NPPV3`.
    pub level: String,
    /// How many years.
    pub years: String,
    /// The first day.
    pub from: TypedDay,
}

/// How long a clearance lasts, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidityAsked {
    /// `nppv` or `nsv`.
    pub ladder: String,
    /// The level.
    pub level: String,
    /// How many years; none is no usual length.
    pub years: Option<i16>,
    /// The first day.
    pub from: NaiveDate,
}

impl ValidityForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            level: posted.text("level"),
            years: posted.text("years"),
            from: TypedDay::typed(posted, "from"),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self, levels: &[Choice]) -> Result<ValidityAsked, Mistakes> {
        let mut mistakes = Mistakes::default();
        let level = mistakes.keep("level", listed(&self.level, levels, "Choose a clearance"));
        let said = "Enter a number of years from 1 to 20, or leave it empty";
        let years = mistakes.keep("years", number(&self.years, 20, said));
        let from = mistakes.keep("from", self.from.parse("The day it begins"));
        match (level.as_deref().and_then(|it| it.split_once(':')), years, from) {
            (Some((ladder, level)), Some(years), Some(from)) => Ok(ValidityAsked {
                ladder: ladder.to_owned(),
                level: level.to_owned(),
                years,
                from,
            }),
            _ => Err(mistakes),
        }
    }
}

fn number(typed: &str, most: i16, said: &'static str) -> Result<Option<i16>, &'static str> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().ok().filter(|it| (1..=most).contains(it)).map(Some).ok_or(said),
    }
}

/// What is asked of a scheme, as typed.
#[derive(Debug, Clone, Default)]
pub struct SchemeForm {
    /// Whether it must be held.
    pub mandatory: String,
    /// How many months a certificate lasts.
    pub months: String,
    /// The first day.
    pub from: TypedDay,
}

/// What is asked of a scheme, understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemeAsked {
    /// Whether it must be held.
    pub mandatory: bool,
    /// How many months a certificate lasts; none is what it says.
    pub months: Option<i16>,
    /// The first day.
    pub from: NaiveDate,
}

impl SchemeForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            mandatory: posted.text("mandatory"),
            months: posted.text("months"),
            from: TypedDay::typed(posted, "from"),
        }
    }

    /// As it stands after everything that is planned, and from the day of the
    /// last plan: a change comes after that, so it begins with what holds then.
    pub fn of(last: &DatedRule, today: NaiveDate) -> Self {
        Self {
            mandatory: if last.mandatory { "yes" } else { "no" }.to_owned(),
            months: last.months.map(|it| it.to_string()).unwrap_or_default(),
            from: TypedDay::of(Some(last.from).filter(|day| *day > today)),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<SchemeAsked, Mistakes> {
        let mut mistakes = Mistakes::default();
        let mandatory = match self.mandatory.as_str() {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err("Say whether every provider must hold it"),
        };
        let mandatory = mistakes.keep("mandatory", mandatory);
        let said = "Enter a number of months from 1 to 120, or leave it empty";
        let months = mistakes.keep("months", number(&self.months, 120, said));
        let from = mistakes.keep("from", self.from.parse("The day it begins"));
        match (mandatory, months, from) {
            (Some(mandatory), Some(months), Some(from)) => {
                Ok(SchemeAsked { mandatory, months, from })
            }
            _ => Err(mistakes),
        }
    }
}

/// A bank holiday as typed.
#[derive(Debug, Clone, Default)]
pub struct HolidayForm {
    /// The day.
    pub day: TypedDay,
    /// What it is called.
    pub title: String,
    /// The parts of the United Kingdom that have it.
    pub parts: Vec<String>,
}

/// A bank holiday, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayAsked {
    /// The day.
    pub day: NaiveDate,
    /// What it is called.
    pub title: String,
    /// The parts of the United Kingdom that have it.
    pub parts: Vec<String>,
}

impl HolidayForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            day: TypedDay::typed(posted, "day"),
            title: posted.text("title"),
            parts: posted.all("parts"),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<HolidayAsked, Mistakes> {
        let mut mistakes = Mistakes::default();
        let day = mistakes.keep("day", self.day.parse("The bank holiday"));
        let title = text::line(&self.title, "what the day is called", 80);
        let title = mistakes.keep("title", title);
        let known = |part: &String| PARTS.iter().any(|it| it.0 == part);
        let parts = match self.parts.is_empty() || !self.parts.iter().all(known) {
            true => Err("Choose at least one part of the United Kingdom"),
            false => Ok(self.parts.clone()),
        };
        let parts = mistakes.keep("parts", parts);
        match (day, title, parts) {
            (Some(day), Some(title), Some(parts)) => Ok(HolidayAsked { day, title, parts }),
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> TypedDay {
        TypedDay::of("2027-01-01".parse().ok())
    }

    #[test]
    fn a_threshold_is_a_sensible_sum_with_its_source() {
        let names = [Choice::new("goods", "Goods")];
        for (amount, fit) in [
            ("207,720", true),
            ("1000", true),
            ("999.99", false),
            ("-5", false),
            ("99999999999", false),
            ("", false),
        ] {
            let form = ThresholdForm {
                name: "goods".to_owned(),
                amount: amount.to_owned(),
                from: day(),
                source: "The Gazette".to_owned(),
            };
            assert_eq!(form.parse(&names).is_ok(), fit, "{amount}");
        }
        let mistakes = ThresholdForm::default().parse(&names).unwrap_err();
        for field in ["name", "amount", "from", "source"] {
            assert!(mistakes.on(field).is_some(), "{field}");
        }
    }

    #[test]
    fn years_and_months_are_whole_and_few_or_left_empty() {
        let levels = [Choice::new("nppv:NPPV3", "NPPV3")];
        for (years, fit) in
            [("7", true), ("", true), ("0", false), ("21", false), ("2.5", false), ("-3", false)]
        {
            let (level, years) = ("nppv:NPPV3".to_owned(), years.to_owned());
            let form = ValidityForm { level, years: years.clone(), from: day() };
            assert_eq!(form.parse(&levels).is_ok(), fit, "{years:?}");
        }
        let form = |months: &str| SchemeForm {
            mandatory: "yes".to_owned(),
            months: months.to_owned(),
            from: day(),
        };
        assert_eq!(form("36").parse().map(|it| it.months), Ok(Some(36)));
        assert!(form("121").parse().is_err());
        assert!(SchemeForm { mandatory: String::new(), ..form("1") }.parse().is_err());
    }

    #[test]
    fn a_bank_holiday_is_somewhere_in_the_united_kingdom() {
        let form = |parts: &[&str]| HolidayForm {
            day: day(),
            title: "New Year’s Day".to_owned(),
            parts: parts.iter().map(|it| (*it).to_owned()).collect(),
        };
        assert!(form(&["scotland", "england-and-wales"]).parse().is_ok());
        assert!(form(&[]).parse().unwrap_err().on("parts").is_some());
        assert!(form(&["france"]).parse().unwrap_err().on("parts").is_some());
    }
}
