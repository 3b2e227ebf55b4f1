//! One question, with what each bidder answers. No bidder's name, no price.

use askama::Template;

use crate::evaluation::forms::ScoreTyped;
use crate::requests::model::{Criterion, Request};
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// What one bidder answers, and the score for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLine {
    /// What this evaluator calls the bidder.
    pub letter: String,
    /// The answer.
    pub answer: String,
    /// The score and reason as typed or saved.
    pub typed: ScoreTyped,
    /// The name of the score's radio buttons.
    pub score_field: String,
    /// The name of the reason's box.
    pub reason_field: String,
}

/// One question across all bidders, as one evaluator scores it.
#[derive(Template)]
#[template(path = "evaluation/question.html")]
pub struct QuestionPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// The question's number.
    pub number: usize,
    /// The question.
    pub criterion: Criterion,
    /// The next question's number, if there is one.
    pub next: Option<usize>,
    /// Bidder by bidder.
    pub lines: Vec<AnswerLine>,
    /// The scores to choose from.
    pub scale: Vec<Choice>,
    /// Whether scores can still change.
    pub may_score: bool,
    /// Whether something on the page is kept unfinished.
    pub unfinished: bool,
    /// Which bids stand under which letters.
    pub letters: String,
    /// What is wrong with what was typed.
    pub mistakes: Mistakes,
}
