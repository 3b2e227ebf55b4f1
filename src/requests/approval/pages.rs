//! What an approver sees.

use askama::Template;

use super::forms::{CancelForm, PublicationForm, ReturnForm};
use super::model::{Approvals, Return, SavedSince};
use crate::requests::documents::model::Offered;
use crate::requests::model::Request;
use crate::requests::shown::{Shown, Value};
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// A request that waits for approval, or for its time.
#[derive(Template)]
#[template(path = "requests/approval.html")]
pub struct ApprovalPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// The request in words.
    pub shown: &'a Shown,
    /// Whether sections have links to change them: never here.
    pub editing: bool,
    /// What it may come to.
    pub cost: &'a Value,
    /// The panel's names.
    pub panel: &'a [String],
    /// Its documents.
    pub documents: &'a Offered,
    /// Who submitted it.
    pub submitted_by: &'a str,
    /// Who has approved it, and who is still needed.
    pub approvals: &'a Approvals,
    /// What was said when it was last sent back, if it ever was.
    pub returns: &'a [Return],
    /// What was saved since.
    pub saved: &'a [SavedSince],
    /// Why this person may not approve it; empty if they may.
    pub barred: &'a str,
    /// Whether this person may send it back.
    pub may_send_back: bool,
    /// Whether this person may take the approval back.
    pub may_take_back: bool,
    /// What it lacks by now, such as time until its deadline.
    pub gaps: &'a [String],
    /// When to publish, as typed.
    pub publication: &'a PublicationForm,
    /// The comments typed.
    pub form: &'a ReturnForm,
    /// What is wrong with either.
    pub mistakes: &'a Mistakes,
}

impl ApprovalPage<'_> {
    fn whens(&self) -> Vec<Choice> {
        vec![Choice::new("now", "At once"), Choice::new("later", "At a time I choose")]
    }

    fn when(&self) -> &str {
        if self.publication.when == "later" { "later" } else { "now" }
    }

    fn hours(&self) -> Vec<Choice> {
        (0..24).map(|hour| Choice::new(hour.to_string(), uk_time::hour_name(hour))).collect()
    }
}

/// Asking for a reason before an ending.
#[derive(Template)]
#[template(path = "requests/ending.html")]
pub struct EndingPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// The page's title and the button's words.
    pub title: &'a str,
    /// What will happen.
    pub text: &'a str,
    /// Where the form goes.
    pub action: &'a str,
    /// The reasons to choose from.
    pub codes: &'a [Choice],
    /// As typed.
    pub form: &'a CancelForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}
