//! What the operator sees of applications and providers.

use askama::Template;

use super::forms::VerdictForm;
use super::model::{Outcome, Waiting, WaitingCertificate};
use crate::providers::dossier::summary::Block;
use crate::providers::history::Event;
use crate::providers::model::Provider;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// How long something has waited, in words.
fn age(since: &Option<Moment>, now: Moment) -> String {
    since.map(|since| uk_time::in_words(now, since)).unwrap_or_default()
}

/// The operator's home: the queues and how old they are.
#[derive(Template)]
#[template(path = "vetting/home.html")]
pub struct HomePage {
    /// What surrounds it.
    pub frame: Frame,
    /// Applications that wait for the officers.
    pub waiting: Vec<Waiting>,
    /// Applications that went back to the provider.
    pub asked: Vec<Waiting>,
    /// Certificates that wait for a decision.
    pub certificates: Vec<WaitingCertificate>,
    /// How many providers are admitted.
    pub admitted: i64,
    /// How many mails could not be delivered.
    pub dead_mails: i64,
    /// Whether the reader decides on applications.
    pub officer: bool,
    /// The time now.
    pub now: Moment,
}

impl HomePage {
    fn age(&self, since: &Option<Moment>) -> String {
        age(since, self.now)
    }

    fn proposals(&self) -> usize {
        self.waiting.iter().filter(|it| it.proposed.is_some()).count()
    }
}

/// The queue of applications.
#[derive(Template)]
#[template(path = "vetting/applications.html")]
pub struct ApplicationsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The applications, those that wait for the officers first.
    pub applications: Vec<Waiting>,
    /// The time now.
    pub now: Moment,
}

impl ApplicationsPage {
    fn age(&self, since: &Option<Moment>) -> String {
        age(since, self.now)
    }

    fn day(&self, since: &Option<Moment>) -> String {
        since.map(uk_time::short).unwrap_or_default()
    }

    fn stands(&self, it: &Waiting) -> &'static str {
        match it.proposed {
            Some(Outcome::Admit) => "Admission proposed",
            Some(Outcome::Reject) => "Rejection proposed",
            None => it.state.label(),
        }
    }

    fn colour(&self, it: &Waiting) -> &'static str {
        if it.proposed.is_some() { "purple" } else { it.state.colour() }
    }
}

/// Every provider.
#[derive(Template)]
#[template(path = "vetting/providers.html")]
pub struct ProvidersPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The providers, by name.
    pub providers: Vec<Provider>,
}

impl ProvidersPage {
    fn since(&self, it: &Provider) -> String {
        uk_time::date(it.admitted_at.or(it.applied_at).unwrap_or(it.created_at))
    }

    fn readable(&self, it: &Provider) -> bool {
        super::policy::may_read(it.state).is_ok()
    }
}

/// A proposal, as the officers see it.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// What is proposed.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// When.
    pub when: String,
    /// Why the reader may not confirm it; nothing if they may.
    pub why_not: String,
}

/// What an officer may do with a provider now.
#[derive(Debug, Clone, Copy, Default)]
pub struct MayDo {
    /// Ask for more, or propose.
    pub decide: bool,
    /// Set a proposal aside.
    pub set_aside: bool,
    /// Suspend.
    pub suspend: bool,
    /// Lift the suspension.
    pub lift: bool,
}

/// Everything about one provider.
#[derive(Template)]
#[template(path = "vetting/file.html")]
pub struct FilePage {
    /// What surrounds it.
    pub frame: Frame,
    /// The provider.
    pub provider: Provider,
    /// When it applied.
    pub applied: String,
    /// What still waits for a decision.
    pub undecided: Vec<String>,
    /// What is proposed, if anything is.
    pub proposal: Option<Proposal>,
    /// What the reader may do.
    pub may: MayDo,
    /// The dossier, read aloud.
    pub blocks: Vec<Block>,
    /// What happened, newest first.
    pub events: Vec<Event>,
}

impl FilePage {
    fn colour(&self) -> &'static str {
        self.provider.state.colour()
    }
}

/// What an officer is asked to decide.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// What the page is called.
    pub title: String,
    /// Whose file.
    pub over: String,
    /// Where the form goes.
    pub action: String,
    /// Where the reader came from.
    pub back: String,
    /// What there is to know.
    pub text: String,
    /// What there is to choose; nothing, if only a reason is asked.
    pub choices: Vec<Choice>,
    /// What the reason is called.
    pub reason: &'static str,
    /// More about the reason.
    pub hint: &'static str,
    /// What the button does.
    pub button: &'static str,
}

/// One decision with its reason.
#[derive(Template)]
#[template(path = "vetting/verdict.html")]
pub struct VerdictPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// What is asked.
    pub question: &'a Question,
    /// As typed.
    pub form: &'a VerdictForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}
