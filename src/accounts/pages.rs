//! What people see when they sign in.

use askama::Template;

use super::forms::SignInForm;
use super::model::{Role, Viewer};
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// The sign-in page.
#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
pub struct SignInPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// As typed.
    pub form: &'a SignInForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// A form that was sent after the session ended, kept for after sign-in.
    pub kept: &'a [(String, String)],
    /// Where that form was going.
    pub kept_for: &'a str,
    /// The demonstration's accounts: address, name, organisation.
    pub accounts: &'a [(String, String, String)],
}

/// After signing in again: what was typed, ready to be sent.
#[derive(Template)]
#[template(path = "accounts/resume.html")]
pub struct ResumePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Where the form was going.
    pub action: &'a str,
    /// What was typed.
    pub kept: Vec<(String, String)>,
}

/// A person's own account.
#[derive(Template)]
#[template(path = "accounts/account.html")]
pub struct AccountPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Whose it is.
    pub viewer: &'a Viewer,
}

impl AccountPage<'_> {
    /// What a role lets its holder do, in a sentence.
    fn explained(role: &Role) -> &'static str {
        match role {
            Role::Requester => {
                "You draft requests, answer questions about them, and recommend awards."
            }
            Role::Approver => {
                "You approve what colleagues drafted: requests to publish, and awards. Never your own."
            }
            Role::Evaluator => "You score bids once they are opened.",
            Role::ContractManager => "You draw up contracts and sign them for your force.",
            Role::ForceAdmin => "You manage your colleagues at the force.",
            Role::Bidder => "You write and submit bids.",
            Role::DeliveryManager => "You look after the delivery of contracts.",
            Role::ProviderAdmin => {
                "You keep the dossier and the specialists, and sign contracts for your company."
            }
            Role::VettingOfficer => "You decide admissions, together with a second officer.",
            Role::MarketplaceManager => "You run the framework.",
            Role::Auditor => "You read everything except sealed bids, and change nothing.",
            Role::OperatorAdmin => "You manage the operator’s people and mail.",
        }
    }
}
