//! Questions about low prices, as the force and as the bidder sees them.

use askama::Template;

use super::forms::AskForm;
use super::model::Explanation;
use crate::bids::model::OwnBid;
use crate::requests::model::Request;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;
use crate::web::words::WordsForm;

/// A question in words, for the force.
#[derive(Debug, Clone)]
pub struct ExplanationRead {
    /// The question.
    pub it: Explanation,
    /// Whose bid it is about.
    pub provider: String,
    /// Who asked, and when.
    pub asked: String,
    /// Who decided on it, and when.
    pub closed: String,
    /// Whether the viewer may accept the answer.
    pub may_accept: bool,
    /// Why not, if there is an answer.
    pub refusal: String,
    /// Whether the viewer may take the question back.
    pub may_withdraw: bool,
    /// Whether the bidder has answered, or the time has passed.
    pub said: bool,
}

impl ExplanationRead {
    /// Where it is decided on.
    pub fn at(&self, request: &Request, place: &str) -> String {
        format!("/requests/{}/explanations/{}/{place}", request.reference, self.it.id)
    }

    /// When the bidder answered.
    pub fn answered(&self) -> String {
        self.it.answered_at.map(uk_time::full).unwrap_or_default()
    }

    fn waits(&self) -> bool {
        self.it.is_open()
    }

    fn colour(&self) -> &'static str {
        if self.waits() { "yellow" } else { "grey" }
    }

    fn disqualify(&self, request: &Request) -> String {
        format!(
            "/requests/{}/ranking/changes/new?kind=disqualify&code=abnormally_low&bid={}",
            request.reference, self.it.bid_id
        )
    }
}

/// Every question about the prices of a request's bids.
#[derive(Template)]
#[template(path = "evaluation/explaining/list.html")]
pub struct ListPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// Where the viewer declares their conflicts of interest first, if they have to.
    pub to_declare: String,
    /// The newest first.
    pub all: Vec<ExplanationRead>,
    /// The bids whose provider may be asked.
    pub low: Vec<Choice>,
    /// Why the viewer may not ask, if they may not.
    pub refusal: String,
    /// The question, as typed.
    pub form: AskForm,
    /// The reason to accept or take back, as typed, and for which question.
    pub words: (String, WordsForm),
    /// What is wrong with what was typed.
    pub mistakes: Mistakes,
}

impl ListPage {
    fn typed(&self, name: &str) -> &str {
        if self.words.0 == name { &self.words.1.words } else { "" }
    }
}

/// What the bidder is asked, with room for the answer.
#[derive(Template)]
#[template(path = "evaluation/explaining/answer.html")]
pub struct AnswerPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// The bid.
    pub bid: OwnBid,
    /// The newest first.
    pub all: Vec<Explanation>,
    /// Whether the viewer may answer the newest.
    pub may_answer: bool,
    /// Why not.
    pub refusal: String,
    /// How much time is left.
    pub left: String,
    /// The answer, as typed.
    pub form: WordsForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
}
