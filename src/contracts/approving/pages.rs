//! The page on which a variation is approved or sent back.

use askama::Template;

use super::forms::SendBackForm;
use crate::contracts::model::Seen;
use crate::contracts::versions::model::Version;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// What waits for an approver, and what it would change.
#[derive(Template)]
#[template(path = "contracts/approval.html")]
pub struct ApprovalPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The contract.
    pub seen: &'a Seen,
    /// The version that waits, if one does.
    pub version: Option<&'a Version>,
    /// Who proposed it.
    pub proposed_by: String,
    /// Who approved it first, where it takes two, and when.
    pub first: String,
    /// How many approvers it takes, and why.
    pub rule: String,
    /// Why this person does not approve it, if so.
    pub refusal: String,
    /// Whether this person may send it back.
    pub sends_back: bool,
    /// As typed.
    pub form: SendBackForm,
    /// What is wrong with it.
    pub mistakes: Mistakes,
}
