//! What a contract manager types to vary a contract.

use super::model::Proposal;
use crate::contracts::forms::{MOST_TEXT, measures};
use crate::contracts::schedule::{Line, LineKind, Schedule};
use crate::contracts::versions::model::Priced;
use crate::types::money::Money;
use crate::types::text;
use crate::web::form::{Mistakes, Posted, TypedDay};

/// A line of the price schedule as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineForm {
    /// How many people.
    pub people: String,
    /// Days of each.
    pub days: String,
    /// The day rate or the fixed price.
    pub price: String,
}

/// The form as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VariationForm {
    /// One for each line there is.
    pub lines: Vec<LineForm>,
    /// A role that is added.
    pub title: String,
    /// Its SFIA level.
    pub level: String,
    /// The rest of it.
    pub added: LineForm,
    /// The most that may be charged for expenses.
    pub expenses: String,
    /// The last day.
    pub ends: TypedDay,
    /// What performance is judged by.
    pub measures: String,
    /// Scope, and what else is agreed.
    pub particulars: String,
    /// Why.
    pub reason: String,
    /// Whether what it comes to was looked at.
    pub confirmed: bool,
}

impl LineForm {
    fn of(line: &Line) -> Self {
        let number = |it: Option<i32>| it.map(|it| it.to_string()).unwrap_or_default();
        Self { people: number(line.people), days: number(line.days), price: line.price.typed() }
    }

    fn typed(posted: &Posted, of: &str) -> Self {
        let field = |name: &str| posted.text(&format!("{name}_{of}"));
        Self { people: field("people"), days: field("days"), price: field("price") }
    }

    fn is_empty(&self) -> bool {
        [&self.people, &self.days, &self.price].iter().all(|it| it.trim().is_empty())
    }

    fn size(&self, of: &str, mistakes: &mut Mistakes) -> Option<(i32, i32)> {
        let people = mistakes.keep(&format!("people_{of}"), whole(&self.people, "people", 200));
        let days = mistakes.keep(&format!("days_{of}"), whole(&self.days, "days for each", 2_000));
        Some((people?, days?))
    }

    fn price(&self, of: &str, mistakes: &mut Mistakes) -> Option<Money> {
        mistakes.keep(&format!("price_{of}"), Money::parse(&self.price))
    }
}

/// A whole number from 1 to the most there may be.
fn whole(typed: &str, what: &str, most: i32) -> Result<i32, String> {
    let number = typed.trim().parse::<i32>().ok().filter(|it| (1..=most).contains(it));
    number.ok_or_else(|| format!("Enter the number of {what}, from 1 to {most}"))
}

impl VariationForm {
    /// What the contract says now, to be changed.
    pub fn of(it: &Priced) -> Self {
        Self {
            lines: it.schedule.lines.iter().map(LineForm::of).collect(),
            expenses: it.schedule.expenses_cap.typed(),
            ends: TypedDay::of(Some(it.version.ends_on)),
            measures: it.version.measures.clone(),
            particulars: it.version.particulars.clone(),
            ..Self::default()
        }
    }

    /// As it was sent, for a contract of so many lines.
    pub fn typed(posted: &Posted, lines: usize) -> Self {
        Self {
            lines: (1..=lines).map(|it| LineForm::typed(posted, &it.to_string())).collect(),
            title: posted.text("title"),
            level: posted.text("level"),
            added: LineForm::typed(posted, "new"),
            expenses: posted.text("expenses"),
            ends: TypedDay::typed(posted, "ends"),
            measures: posted.text("measures"),
            particulars: posted.text("particulars"),
            reason: posted.text("reason"),
            confirmed: posted.text("confirmed") == "yes",
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self, it: &Priced) -> Result<Proposal, Mistakes> {
        let mut mistakes = Mistakes::default();
        let mut lines = Vec::new();
        for (number, (typed, line)) in (1..).zip(self.lines.iter().zip(&it.schedule.lines)) {
            let of = format!("{number}");
            if typed.is_empty() {
                continue;
            }
            let size = match line.kind {
                LineKind::Role => typed.size(&of, &mut mistakes).map(|it| (Some(it.0), Some(it.1))),
                LineKind::Outcome => Some((None, None)),
            };
            if let (Some((people, days)), Some(price)) = (size, typed.price(&of, &mut mistakes)) {
                lines.push(Line { people, days, price, ..line.clone() });
            }
        }
        lines.extend(self.added(it, &mut mistakes));
        let expenses = mistakes.keep("expenses", Money::parse_or_zero(&self.expenses));
        let ends_on = mistakes.keep("ends", self.ends.parse("Last day"));
        let measures = mistakes.keep("measures", measures(&self.measures));
        let particulars = text::optional_prose(&self.particulars, "what else is agreed", MOST_TEXT);
        let particulars = mistakes.keep("particulars", particulars);
        let reason = text::prose(&self.reason, "why the contract is varied", 2_000);
        let reason = mistakes.keep("reason", reason);
        match (expenses, ends_on, measures, particulars, reason) {
            (
                Some(expenses_cap),
                Some(ends_on),
                Some(measures),
                Some(particulars),
                Some(reason),
            ) if mistakes.is_empty() => {
                let schedule = Schedule { lines, expenses_cap };
                Ok(Proposal { schedule, ends_on, measures, particulars, reason })
            }
            _ => Err(mistakes),
        }
    }

    /// The role that is added, if one is.
    fn added(&self, it: &Priced, mistakes: &mut Mistakes) -> Option<Line> {
        if self.title.trim().is_empty() && self.level.trim().is_empty() && self.added.is_empty() {
            return None;
        }
        let known = |title: &str| it.schedule.lines.iter().any(|line| line.title == title);
        let title = text::line(&self.title, "what the added role is called", 100);
        let title = title.and_then(|title| match known(&title) {
            true => Err("There is a role of this name already: change it above".to_owned()),
            false => Ok(title),
        });
        let title = mistakes.keep("title", title);
        let level = self.level.trim().parse::<i16>().ok().filter(|it| (1..=7).contains(it));
        let level = mistakes.keep("level", level.ok_or("Choose the SFIA level of the added role"));
        let size = self.added.size("new", mistakes);
        let price = self.added.price("new", mistakes);
        Some(Line::role(&title?, level?, size?, price?))
    }
}

#[cfg(test)]
mod tests {
    use super::VariationForm;
    use crate::contracts::samples::{pounds, schedule, version};
    use crate::contracts::versions::model::Priced;
    use crate::contracts::versions::state::{VersionKind, VersionState};

    fn signed() -> Priced {
        let version = version(1, VersionKind::Original, VersionState::Signed);
        Priced { version, schedule: schedule() }
    }

    fn form() -> VariationForm {
        VariationForm { reason: "More devices.".to_owned(), ..VariationForm::of(&signed()) }
    }

    #[test]
    fn a_form_that_nobody_changed_says_what_the_contract_says() {
        let parsed = form().parse(&signed()).unwrap();
        assert_eq!(parsed.schedule, schedule());
        assert_eq!(parsed.ends_on, signed().version.ends_on);
    }

    #[test]
    fn a_line_left_empty_goes_and_one_is_added() {
        let mut form = form();
        form.lines[0] = Default::default();
        (form.title, form.level) = ("Examiner".to_owned(), "4".to_owned());
        (form.added.people, form.added.days) = ("2".to_owned(), "10".to_owned());
        form.added.price = "700".to_owned();
        let parsed = form.parse(&signed()).unwrap();
        assert_eq!(parsed.schedule.lines.len(), 1);
        assert_eq!(parsed.schedule.work(), Some(pounds(14_000)));
    }

    #[test]
    fn every_mistake_is_reported_at_once_beside_its_field() {
        let mut form = form();
        form.lines[0].days = "0".to_owned();
        form.title = "Lead examiner".to_owned();
        form.expenses = "lots".to_owned();
        form.reason = String::new();
        let mistakes = form.parse(&signed()).unwrap_err();
        let fields: Vec<&str> = mistakes.all().map(|it| it.0.as_str()).collect();
        let added = ["title", "level", "people_new", "days_new", "price_new"];
        let all = [&["days_1"], &added[..], &["expenses", "reason"]].concat();
        assert_eq!(fields, all);
    }
}
