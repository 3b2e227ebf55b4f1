//! The day, as typed and as understood.

use super::policy::on_day;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted, TypedDay};

/// The day by which bids are to be scored, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DueForm {
    /// The three boxes.
    pub day: TypedDay,
}

impl DueForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { day: TypedDay::typed(posted, "due") }
    }

    /// As it stands.
    pub fn of(due_at: Option<Moment>) -> Self {
        Self { day: TypedDay::of(due_at.map(uk_time::date_of)) }
    }

    /// A day whose hour is still to come.
    pub fn parse(&self, now: Moment) -> Result<Moment, Mistakes> {
        let mut mistakes = Mistakes::default();
        let day = mistakes.keep("due", self.day.parse("the day by which bids are to be scored"));
        let moment = day.and_then(|day| mistakes.keep("due", on_day(day)));
        if moment.is_some_and(|it| it <= now) {
            mistakes.add("due", "Choose a day that is still to come");
        }
        match moment {
            Some(moment) if mistakes.is_empty() => Ok(moment),
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DueForm;
    use crate::types::time::Moment;
    use crate::web::form::TypedDay;

    #[test]
    fn scores_are_due_at_five_on_a_day_to_come() {
        let now: Moment = "2026-03-04T12:00:00Z".parse().unwrap();
        let read = |day: &str, month: &str, year: &str| {
            let (day, month, year) = (day.to_owned(), month.to_owned(), year.to_owned());
            DueForm { day: TypedDay { day, month, year } }.parse(now)
        };
        assert_eq!(read("20", "4", "2026"), Ok("2026-04-20T16:00:00Z".parse().unwrap()));
        assert!(read("4", "3", "2026").is_ok(), "this afternoon");
        for (day, month, year) in [("3", "3", "2026"), ("31", "2", "2026"), ("", "", "")] {
            assert!(read(day, month, year).unwrap_err().on("due").is_some(), "{day} {month}");
        }
    }
}
