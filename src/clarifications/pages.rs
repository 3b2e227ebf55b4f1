//! What the force sees of the questions about its request. The public sees
//! them on the request's own page.

use askama::Template;

use super::forms::{AnswerForm, WordsForm};
use super::model::{Clarification, Earlier, Waiting};
use crate::requests::model::Request;
use crate::types::time::Moment;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// The questions about a request, to be answered.
#[derive(Template)]
#[template(path = "clarifications/list.html")]
pub struct ListPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// Its questions.
    pub all: &'a [Clarification],
    /// What answers said before they were corrected.
    pub earlier: &'a [Earlier],
    /// What waits, if anything does.
    pub waiting: Option<Waiting>,
    /// Whether bids are no longer taken, so that no question waits any more.
    pub over: bool,
    /// Whether the question deadline is over.
    pub late: bool,
    /// Whether this person may answer.
    pub may_answer: bool,
    /// Whether this person may correct answers.
    pub may_correct: bool,
    /// The form that was just filled in wrongly, if one was.
    pub form: &'a AnswerForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// The time now.
    pub now: Moment,
}

impl ListPage<'_> {
    fn typed(&self, number: &i32) -> &str {
        if *number == self.form.number { &self.form.answer } else { "" }
    }

    fn reworded(&self, number: &i32) -> &str {
        if *number == self.form.number { &self.form.reworded } else { "" }
    }

    fn ticked(&self, number: &i32) -> &[String] {
        if *number == self.form.number { &self.form.with } else { &[] }
    }

    /// The other questions that wait, to be answered with one.
    fn others(&self, number: &i32) -> Vec<Choice> {
        let open = self.all.iter().filter(|it| it.answer.is_none() && it.number != *number);
        open.map(|it| {
            let hint = it.question.clone();
            Choice { hint, ..Choice::new(it.number.to_string(), format!("Question {}", it.number)) }
        })
        .collect()
    }

    fn before(&self, number: &i32) -> Vec<&Earlier> {
        self.earlier.iter().filter(|it| it.number == *number).collect()
    }

    fn waiting_words(&self) -> String {
        self.waiting.as_ref().map(|it| it.words(self.now)).unwrap_or_default()
    }
}

/// An answer to be corrected.
#[derive(Template)]
#[template(path = "clarifications/correction.html")]
pub struct CorrectionPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// The question.
    pub it: &'a Clarification,
    /// As typed.
    pub form: &'a WordsForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

/// A question that could not be taken as typed.
#[derive(Template)]
#[template(path = "clarifications/ask.html")]
pub struct AskPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// As typed.
    pub form: &'a WordsForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}
