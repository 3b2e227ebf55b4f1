//! The pages that explain the service. Their words are in the templates.

use askama::Template;

use super::duties::{Matrix, NOBODY};
use crate::seal::note::Trusted;
use crate::trail::checkpoints::model::Shown;
use crate::web::page::Frame;

/// How a request becomes a contract.
#[derive(Template)]
#[template(path = "help/how_it_works.html")]
pub struct HowItWorksPage {
    /// What surrounds it.
    pub frame: Frame,
}

/// What every role may do, and what nobody may.
#[derive(Template)]
#[template(path = "help/roles.html")]
pub struct RolesPage {
    /// What surrounds it.
    pub frame: Frame,
    /// One table for each kind of organisation.
    pub matrices: Vec<Matrix>,
}

impl RolesPage {
    fn nobody(&self) -> &'static [&'static str] {
        NOBODY
    }
}

/// What is hidden, what is recorded, and what that proves.
#[derive(Template)]
#[template(path = "help/transparency.html")]
pub struct TransparencyPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The public key that our signatures are checked with.
    pub public_key: String,
    /// The keys that checkpoints are checked with, newest first.
    pub verifiers: Vec<Trusted>,
    /// The newest checkpoints, newest first.
    pub newest: Vec<Shown>,
    /// How people reach us.
    pub address: String,
}

/// What to do when stuck.
#[derive(Template)]
#[template(path = "help/help.html")]
pub struct HelpPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Where the operator can be written to.
    pub contact: Option<&'a str>,
}

/// What is kept about people, and why.
#[derive(Template)]
#[template(path = "help/privacy.html")]
pub struct PrivacyPage {
    /// What surrounds it.
    pub frame: Frame,
}

/// Who can use the service, and how.
#[derive(Template)]
#[template(path = "help/accessibility.html")]
pub struct AccessibilityPage {
    /// What surrounds it.
    pub frame: Frame,
}

/// Which cookies are set, and what each is for.
#[derive(Template)]
#[template(path = "help/cookies.html")]
pub struct CookiesPage {
    /// What surrounds it.
    pub frame: Frame,
    /// What the session's cookie is called here.
    pub session_cookie: &'static str,
}
