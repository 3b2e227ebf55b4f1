//! What the force sees of the questions about its request. The public sees
//! them on the request's own page.

use askama::Template;

use super::forms::WordsForm;
use super::model::Clarification;
use crate::requests::model::Request;
use crate::web::form::Mistakes;
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
    /// Whether this person may answer.
    pub may_answer: bool,
    /// Which question was just answered wrongly.
    pub answering: i32,
    /// As typed.
    pub form: &'a WordsForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

impl ListPage<'_> {
    fn typed(&self, number: &i32) -> &str {
        if *number == self.answering { &self.form.words } else { "" }
    }
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
