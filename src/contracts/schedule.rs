//! The price schedule of a contract: what is charged for, line by line, and
//! the most that may be charged. It stands in one section of the document, so
//! that whatever else can be priced is added in this one place.

use diesel::prelude::*;

use super::document::Section;
use super::model::Basis;
use crate::bids::price;
use crate::types::money::{Money, percent};

text_enum! {
    /// How a line is priced.
    pub enum LineKind {
        /// By the day.
        Role = "role", "Day rate";
        /// Once, whatever it takes.
        Outcome = "outcome", "Fixed price";
    }
}

/// A line of the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = crate::schema::contract_lines, check_for_backend(diesel::pg::Pg))]
pub struct Line {
    /// How it is priced.
    pub kind: LineKind,
    /// The role or the outcome.
    pub title: String,
    /// The SFIA level of a role.
    pub sfia_level: Option<i16>,
    /// How many people, for a role.
    pub people: Option<i32>,
    /// Days of each of them, for a role.
    pub days: Option<i32>,
    /// The day rate of a role, or a fixed price.
    pub price: Money,
}

impl Line {
    /// A role.
    pub fn role(title: &str, sfia_level: i16, (people, days): (i32, i32), rate: Money) -> Self {
        Self {
            kind: LineKind::Role,
            title: title.to_owned(),
            sfia_level: Some(sfia_level),
            people: Some(people),
            days: Some(days),
            price: rate,
        }
    }

    /// What is delivered at a fixed price.
    pub fn outcome(title: &str, price: Money) -> Self {
        Self {
            kind: LineKind::Outcome,
            title: title.to_owned(),
            sfia_level: None,
            people: None,
            days: None,
            price,
        }
    }

    /// How often its price is paid at most: once for what has a fixed price.
    pub fn times(&self) -> Option<u32> {
        let count = |it: Option<i32>| it.map_or(Some(1), |it| u32::try_from(it).ok());
        count(self.people)?.checked_mul(count(self.days)?)
    }

    /// What it comes to at most.
    pub fn cost(&self) -> Option<Money> {
        self.price.times(self.times()?)
    }

    /// As the document and pages list it.
    pub fn cells(&self) -> Vec<String> {
        let number = |it: Option<i32>| it.map_or_else(|| "–".to_owned(), |it| it.to_string());
        let cost = self.cost().map(|it| it.to_string()).unwrap_or_default();
        vec![
            self.title.clone(),
            self.sfia_level.map_or_else(|| "–".to_owned(), |it| it.to_string()),
            number(self.people),
            number(self.days),
            self.price.to_string(),
            cost,
        ]
    }
}

/// What those cells are called.
const COLUMNS: [&str; 6] =
    ["For", "SFIA level", "People", "Days for each", "Day rate or fixed price", "Together"];

/// A price schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// What is charged for.
    pub lines: Vec<Line>,
    /// The most that may be charged for expenses.
    pub expenses_cap: Money,
}

impl Schedule {
    /// All lines together.
    pub fn work(&self) -> Option<Money> {
        self.lines.iter().map(Line::cost).collect::<Option<Vec<Money>>>()?.into_iter().sum()
    }

    /// The most that may be charged, excluding VAT.
    pub fn value(&self) -> Option<Money> {
        self.work()?.checked_add(self.expenses_cap)
    }

    /// The section of the document, or nothing where a sum cannot be held.
    pub fn section(&self, fee_basis_points: i32) -> Option<Section> {
        let fee = u32::try_from(fee_basis_points).ok()?;
        let (work, value) = (self.work()?, self.value()?);
        let sum = value.percentage(fee)?;
        Some(
            Section::new(TITLE)
                .table(self.rows())
                .term("Work", work.to_string())
                .term("Expenses, at cost and agreed beforehand, at most", self.expenses_cap.to_string())
                .term("The most that may be charged, excluding VAT", value.to_string())
                .term("Framework fee", format!("{} of that, at most {sum}, excluding VAT", percent(fee_basis_points)))
                .clause(if self.has_roles() {
                    "Day rates exclude VAT and are for a day of work by one person. Prices do not rise unless a variation signed by both sides says so."
                } else {
                    "Prices exclude VAT and do not rise unless a variation signed by both sides says so."
                })
                .clause("The provider charges for days worked and for outcomes accepted, and never more than the most that may be charged unless a variation signed by both sides says so.")
                .clause("The framework fee is a line of its own on the operator’s invoice to the force and no part of what the provider charges.")
                .clause("VAT is added at the rate in force. The force pays undisputed invoices within 30 days of receiving them."),
        )
    }
}

impl Schedule {
    fn has_roles(&self) -> bool {
        self.lines.iter().any(|it| it.kind == LineKind::Role)
    }

    /// What is charged for, under what its columns are called.
    fn rows(&self) -> Vec<Vec<String>> {
        let by_the_day = self.has_roles();
        let columns = if by_the_day { COLUMNS.as_slice() } else { &["For", "Fixed price"] };
        let cells = |it: &Line| match by_the_day {
            true => it.cells(),
            false => vec![it.title.clone(), it.price.to_string()],
        };
        let header = columns.iter().map(|it| (*it).to_owned()).collect();
        std::iter::once(header).chain(self.lines.iter().map(cells)).collect()
    }
}

/// What the section is called.
pub const TITLE: &str = "Price and payment";

/// The schedule of the bid that won.
pub fn of_bid(it: &Basis) -> Schedule {
    let line = |(priced, role): (&price::Line, &crate::requests::model::TeamRole)| {
        let size = (priced.people, priced.days);
        Line::role(&priced.title, role.sfia_level, size, priced.day_rate)
    };
    let lines = match it.price.is_fixed_price() {
        // Day rates for other work are no part of the sum.
        true => it.price.outcomes.iter().map(|one| Line::outcome(&one.title, one.price)).collect(),
        false => it.price.lines.iter().zip(&it.roles).map(line).collect(),
    };
    Schedule { lines, expenses_cap: it.price.expenses_cap }
}

#[cfg(test)]
mod tests {
    use super::{Line, Schedule};
    use crate::types::money::Money;

    fn pounds(pounds: i64) -> Money {
        Money::from_pence(pounds * 100).unwrap()
    }

    #[test]
    fn days_are_paid_by_the_day_and_outcomes_once() {
        let fixed = Line::outcome("A report", pounds(9_000));
        let lines = vec![Line::role("Lead", 5, (2, 10), pounds(800)), fixed];
        let schedule = Schedule { lines, expenses_cap: pounds(500) };
        assert_eq!(schedule.work(), Some(pounds(25_000)));
        assert_eq!(schedule.value(), Some(pounds(25_500)));
        let said = format!("{:?}", schedule.section(150).unwrap());
        assert!(said.contains("£382.50") && said.contains("1.50%"), "{said}");
    }

    #[test]
    fn a_sum_too_large_to_hold_is_no_price() {
        let lines = vec![Line::role("Lead", 5, (i32::MAX, i32::MAX), pounds(800))];
        assert_eq!(Schedule { lines, expenses_cap: Money::ZERO }.value(), None);
    }
}
