//! What the operator sees of applications and providers.

use askama::Template;

use super::changes::model::OnDesk;
use super::forms::{AskForm, VerdictForm};
use super::model::{Holder, Outcome, Waiting, WaitingCertificate};
use crate::files::model::Attached;
use crate::providers::asked::model::AskedItem;
use crate::providers::dossier::summary::Block;
use crate::providers::history::Event;
use crate::providers::model::Provider;
use crate::providers::state::ProviderState;
use crate::types::ids::DecisionId;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes};
use crate::web::narrow::Narrow;
use crate::web::page::Frame;
use crate::web::sheet::Sheet;

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
    /// Removals that wait to be confirmed.
    pub removals: Vec<Waiting>,
    /// Changes that wait to be reviewed.
    pub changes: Vec<OnDesk>,
    /// Certificates that wait for a decision.
    pub certificates: Vec<WaitingCertificate>,
    /// How many providers are admitted.
    pub admitted: i64,
    /// How many mails could not be delivered.
    pub dead_mails: i64,
    /// Whether the reader decides on applications.
    pub officer: bool,
    /// Whether the reader reads every force's requests.
    pub auditor: bool,
    /// The time now.
    pub now: Moment,
}

impl HomePage {
    fn age(&self, since: &Option<Moment>) -> String {
        age(since, self.now)
    }

    fn proposals(&self) -> usize {
        let all = self.waiting.iter().chain(&self.removals);
        all.filter(|it| it.proposed.is_some()).count()
    }

    fn to_review(&self) -> usize {
        self.changes.len().saturating_add(self.certificates.len())
    }

    fn held(&self, it: &Waiting) -> String {
        age(&it.since(), self.now)
    }

    fn waited(&self, it: &Waiting) -> String {
        it.since().map(|since| uk_time::lasting(self.now, since)).unwrap_or_default()
    }

    fn old(&self, since: &Moment) -> String {
        uk_time::in_words(self.now, *since)
    }
}

/// The queue of applications.
#[derive(Template)]
#[template(path = "vetting/applications.html")]
pub struct ApplicationsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Which are asked for.
    pub asked: Narrow,
    /// The applications, those that wait for the officers first.
    pub applications: Vec<Waiting>,
    /// The time now.
    pub now: Moment,
}

impl ApplicationsPage {
    fn age(&self, since: &Option<Moment>) -> String {
        age(since, self.now)
    }

    fn held(&self, it: &Waiting) -> String {
        age(&it.since(), self.now)
    }

    fn day(&self, since: &Option<Moment>) -> String {
        since.map(uk_time::short).unwrap_or_default()
    }

    fn proposed(&self, it: &Waiting) -> &'static str {
        proposed(it)
    }

    fn holders(&self) -> Vec<Choice> {
        Holder::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect()
    }

    fn narrows(&self) -> bool {
        self.asked.narrows(Holder::parse(&self.asked.state))
    }
}

fn proposed(it: &Waiting) -> &'static str {
    match it.proposed {
        Some(Outcome::Admit) => "Admission proposed",
        Some(Outcome::Reject) => "Rejection proposed",
        Some(Outcome::Remove) => "Removal proposed",
        None => "",
    }
}

/// The same for a spreadsheet.
pub fn applications_sheet(queue: &[Waiting]) -> Sheet {
    let row = |it: &Waiting| {
        vec![
            it.name.clone().into(),
            it.holder().label().into(),
            it.since().into(),
            it.applied_at.into(),
            proposed(it).into(),
        ]
    };
    Sheet::new(&["Provider", "Who holds it", "Since", "Applied", "Proposed"], queue.iter().map(row))
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
        let since = match it.state {
            ProviderState::Registered => Some(it.created_at),
            ProviderState::Applied | ProviderState::Clarifying => it.applied_at,
            ProviderState::Admitted => it.admitted_at,
            _ => None,
        };
        since.map(uk_time::date).unwrap_or_default()
    }

    fn readable(&self, it: &Provider) -> bool {
        super::policy::may_read(it.state).is_ok()
    }
}

/// The same for a spreadsheet.
pub fn sheet(providers: &[Provider]) -> Sheet {
    let row = |it: &Provider| {
        vec![
            it.name.clone().into(),
            it.state.label().into(),
            uk_time::date_of(it.created_at).into(),
            it.applied_at.map(uk_time::date_of).into(),
            it.admitted_at.map(uk_time::date_of).into(),
        ]
    };
    Sheet::new(
        &["Provider", "Where it stands", "Registered", "Applied", "Admitted"],
        providers.iter().map(row),
    )
}

/// A proposal, as the officers see it.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Which one, so that no other is confirmed.
    pub id: DecisionId,
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
    /// Propose to take the provider off the framework.
    pub remove: bool,
}

/// Something an officer has to decide.
#[derive(Debug, Clone)]
pub struct Job {
    /// What.
    pub title: String,
    /// Where; nowhere, if it cannot be decided now or by this reader.
    pub href: String,
    /// How far it is.
    pub state: &'static str,
    /// More about it.
    pub hint: String,
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
    /// What there is to decide, one by one.
    pub jobs: Vec<Job>,
    /// What was asked for the last time.
    pub asked: Vec<AskedItem>,
    /// What is proposed, if anything is.
    pub proposal: Option<Proposal>,
    /// What the reader may do.
    pub may: MayDo,
    /// The dossier, read aloud.
    pub blocks: Vec<Block>,
    /// Companies with the same number that were here before.
    pub former: Vec<Provider>,
    /// What happened, newest first.
    pub events: Vec<Event>,
}

impl FilePage {
    fn done(&self) -> usize {
        self.jobs.iter().filter(|it| it.state == "Done").count()
    }

    fn asked_at(&self) -> String {
        self.asked.first().map(|it| uk_time::full(it.asked_at)).unwrap_or_default()
    }

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
    /// The file that came with it; nothing, if none can.
    pub file: Option<Attached>,
    /// The mark of what there is to know, where it may change meanwhile.
    pub seen: String,
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

/// What more is asked for, place by place.
#[derive(Template)]
#[template(path = "vetting/more.html")]
pub struct MorePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Whose application.
    pub provider: &'a Provider,
    /// As typed.
    pub form: &'a AskForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}
