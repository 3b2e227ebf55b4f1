//! Questions, answers and reasons, as typed and as understood.

use chrono::Days;

use super::policy::Refusal;
use crate::types::ids::BidId;
use crate::types::text;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted, TypedDay};

const LONGEST: usize = 3_000;

/// A question to a bidder, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskForm {
    /// The bid.
    pub bid: String,
    /// What is asked.
    pub question: String,
    /// The last day to answer.
    pub due: TypedDay,
}

/// A question to a bidder, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The bid.
    pub bid: BidId,
    /// What is asked.
    pub question: String,
    /// Until when it can be answered.
    pub due_at: Moment,
}

impl AskForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            bid: posted.text("bid"),
            question: posted.text("question"),
            due: TypedDay::typed(posted, "due"),
        }
    }

    /// A question that gives a week.
    pub fn fresh(now: Moment) -> Self {
        let day = uk_time::date_of(now).checked_add_days(Days::new(7));
        Self { due: TypedDay::of(day), ..Self::default() }
    }

    /// Reads every field before complaining about any. The last day counts whole.
    pub fn parse(&self, now: Moment) -> Result<Question, Mistakes> {
        let mut mistakes = Mistakes::default();
        let bid = mistakes.keep("bid", BidId::parse(&self.bid).ok_or("Choose the bid"));
        let question = text::prose(&self.question, "what you ask the bidder", LONGEST);
        let question = mistakes.keep("question", question);
        let due = self.due.parse("The last day to answer").and_then(|day| {
            let late_enough = day > uk_time::date_of(now);
            let next = day.succ_opt().filter(|_| late_enough);
            next.map(uk_time::midnight).ok_or(Refusal::TooSoon.to_string())
        });
        let due = mistakes.keep("due", due);
        match (bid, question, due) {
            (Some(bid), Some(question), Some(due_at)) => Ok(Question { bid, question, due_at }),
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AskForm, TypedDay};
    use crate::types::time::Moment;

    #[test]
    fn the_last_day_to_answer_counts_whole_and_is_tomorrow_at_the_earliest() {
        let now: Moment = "2026-06-10T12:00:00Z".parse().unwrap();
        let ask = |day: &str| AskForm {
            bid: "0190b0b0-0000-7000-8000-000000000000".to_owned(),
            question: "How is this price possible?".to_owned(),
            due: TypedDay { day: day.into(), month: "6".into(), year: "2026".into() },
        };
        // Midnight in summer is an hour before midnight in Greenwich.
        let due: Moment = "2026-06-11T23:00:00Z".parse().unwrap();
        assert_eq!(ask("11").parse(now).unwrap().due_at, due);
        let mistakes = ask("10").parse(now).unwrap_err();
        assert!(mistakes.on("due").unwrap().contains("tomorrow"));
        assert_eq!(AskForm::default().parse(now).unwrap_err().all().count(), 3);
        assert_eq!(AskForm::fresh(now).due, ask("17").due);
    }
}
