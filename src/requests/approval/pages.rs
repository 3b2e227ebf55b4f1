//! What an approver sees.

use askama::Template;

use super::forms::ReasonForm;
use crate::requests::model::Request;
use crate::requests::shown::{Shown, Value};
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// A request that waits for approval.
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
    /// What it may cost.
    pub cost: &'a Value,
    /// The panel's names.
    pub panel: &'a [String],
    /// Who submitted it.
    pub submitted_by: &'a str,
    /// Why this person may not approve it; empty if they may.
    pub barred: &'a str,
    /// Whether this person may send it back.
    pub may_send_back: bool,
    /// What it lacks by now, such as time until its deadline.
    pub gaps: &'a [String],
    /// Whether one more approver is needed after this one.
    pub second_needed: bool,
    /// The comment typed.
    pub form: &'a ReasonForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
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
    /// As typed.
    pub form: &'a ReasonForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}
