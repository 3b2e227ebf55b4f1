//! What people see of a dossier.

use std::collections::BTreeMap;

use askama::Template;

use super::forms::{CompanyForm, DeclarationsForm, TypedGround};
use super::grounds::GROUNDS;
use super::model::{Dossier, Progress, Section};
use super::papers::forms::{CertificateForm, InsuranceForm};
use super::sections::forms::{LotForm, StatementsForm};
use super::summary::{Block, Line};
use crate::files::kinds;
use crate::files::model::Attached;
use crate::framework::model::Scheme;
use crate::framework::model::SfiaLevel;
use crate::providers::asked::model::AskedItem;
use crate::providers::changes::model::{Listed, Side};
use crate::providers::history::Event;
use crate::providers::model::Provider;
use crate::providers::state::ProviderState;
use crate::types::money::Money;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// One line of the task list.
#[derive(Debug, Clone)]
pub struct Task {
    /// The section.
    pub section: Section,
    /// Where it leads; nowhere if the section cannot be changed now.
    pub href: &'static str,
    /// How far it is.
    pub progress: Progress,
    /// Whether it has run out since.
    pub run_out: bool,
}

impl Task {
    fn state(&self) -> &'static str {
        if self.run_out { "Expired: renew it" } else { self.progress.label() }
    }
}

/// What to know about a section whose changes wait for review.
#[derive(Debug, Clone, Default)]
pub struct Review {
    /// Whether a change made now waits for review.
    pub needed: bool,
    /// When the change was made that waits now; nothing if none does.
    pub since: String,
}

impl Review {
    /// Whether a change waits now.
    pub fn waits(&self) -> bool {
        !self.since.is_empty()
    }
}

/// The task list.
#[derive(Template)]
#[template(path = "dossier/tasks.html")]
pub struct TasksPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The company.
    pub provider: &'a Provider,
    /// The sections.
    pub tasks: Vec<Task>,
    /// Whether everything that must be there is.
    pub complete: bool,
    /// Whether the reader may change the dossier.
    pub admin: bool,
    /// What an officer asked for, to be ticked off.
    pub asked: &'a [AskedItem],
    /// Changes that wait for review, each with when it was made and what it
    /// changes.
    pub changes: Vec<(&'a Listed, String, Vec<Side>)>,
    /// Whether the terms in force are still to be accepted.
    pub terms_due: bool,
}

impl TasksPage<'_> {
    /// Whether the framework's terms are anything to the company now.
    pub fn takes_terms(&self) -> bool {
        !matches!(self.provider.state, ProviderState::Removed | ProviderState::Left)
    }

    /// Whether they are accepted, in words.
    pub fn terms_state(&self) -> &'static str {
        if self.terms_due { "Not accepted yet" } else { "Done" }
    }

    /// When the terms are asked for.
    pub fn terms_hint(&self) -> &'static str {
        match self.on_framework() {
            true => "Your company cannot bid until it has accepted the version in force",
            false => "Not part of your application. Your company accepts them before its first bid",
        }
    }

    /// Whether the company may leave the framework.
    pub fn on_framework(&self) -> bool {
        matches!(self.provider.state, ProviderState::Admitted | ProviderState::Suspended)
    }

    /// Where to take a change back.
    pub fn withdrawal(&self, it: &Listed) -> String {
        format!("/provider/dossier/changes/{}/withdrawal", it.change.id)
    }

    /// How many sections are done.
    pub fn done(&self) -> usize {
        self.tasks.iter().filter(|it| it.progress == Progress::Done && !it.run_out).count()
    }

    /// Whether an application can be made of it now.
    pub fn open(&self) -> bool {
        use ProviderState::{Clarifying, Registered, Rejected};
        matches!(self.provider.state, Registered | Clarifying | Rejected)
    }

    /// The colour of the company's state.
    pub fn colour(&self) -> &'static str {
        self.provider.state.colour()
    }
}

/// The company's details.
#[derive(Template)]
#[template(path = "dossier/company.html")]
pub struct CompanyPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// As typed.
    pub form: &'a CompanyForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// The regions.
    pub regions: &'a [Choice],
    /// The sizes.
    pub sizes: Vec<Choice>,
    /// What to know about review.
    pub review: Review,
    /// What the company with this number was called when it was here before.
    pub former: Vec<String>,
}

/// The declarations.
#[derive(Template)]
#[template(path = "dossier/declarations.html")]
pub struct DeclarationsPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// As typed.
    pub form: &'a DeclarationsForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// Yes and no.
    pub answers: Vec<Choice>,
    /// What to know about review.
    pub review: Review,
}

impl DeclarationsPage<'_> {
    /// Whether a ground is the first that leaves a choice.
    pub fn turns_at(&self, it: &TypedGround) -> bool {
        let first = GROUNDS.iter().find(|ground| !ground.mandatory);
        first.is_some_and(|first| first.code == it.ground.code)
    }
}

/// A line that can be taken out again.
#[derive(Debug, Clone)]
pub struct Removable {
    /// What it says.
    pub line: Line,
    /// Whether it has run out.
    pub expired: bool,
    /// Where to take it out; nowhere if it must stay.
    pub remove: String,
    /// Where to correct it; nowhere if it must stay as it is.
    pub correct: String,
    /// Where to add the one that follows it; nowhere if none can be added.
    pub renew: String,
    /// Where to choose its file; nowhere if that must stay as it is.
    pub choose: String,
}

/// The file of one paper, to choose, replace or remove.
#[derive(Template)]
#[template(path = "dossier/file.html")]
pub struct FilePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// What the paper is called.
    pub name: &'a str,
    /// Where the form goes.
    pub action: String,
    /// Where the reader came from.
    pub back: &'a str,
    /// The file there is; without a name, there is none.
    pub file: Attached,
    /// Whether files are looked at for viruses.
    pub scanned: bool,
    /// Whether another can be chosen, rather than this one removed.
    pub may_choose: bool,
    /// What is wrong with what was chosen.
    pub mistakes: &'a Mistakes,
}

impl FilePage<'_> {
    /// What can be chosen.
    pub fn hint(&self) -> &'static str {
        kinds::HINT
    }

    /// The same for the browser.
    pub fn accept(&self) -> &'static str {
        kinds::ACCEPT
    }

    /// Where to remove it.
    pub fn removal(&self) -> String {
        format!("{}/removal", self.action)
    }
}

/// A list of certificates or insurances.
#[derive(Template)]
#[template(path = "dossier/papers.html")]
pub struct PapersPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// Its name.
    pub title: &'a str,
    /// What to know.
    pub text: &'a str,
    /// What there is.
    pub papers: Vec<Removable>,
    /// Where to add one; nowhere if none can be added now.
    pub add: &'a str,
    /// What that says.
    pub add_text: &'a str,
    /// Why none can be added.
    pub why_not: String,
}

/// A new certificate.
#[derive(Template)]
#[template(path = "dossier/certificate.html")]
pub struct CertificatePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// As typed.
    pub form: &'a CertificateForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// The schemes.
    pub schemes: &'a [Scheme],
    /// What the page is called.
    pub title: &'a str,
    /// Where the form goes.
    pub action: &'a str,
    /// Whether the certificate is not in the dossier yet.
    pub fresh: bool,
    /// What file can be chosen.
    pub hint: &'a str,
    /// The same for the browser.
    pub accept: &'a str,
}

impl CertificatePage<'_> {
    fn choices(&self) -> Vec<Choice> {
        self.schemes.iter().map(Choice::from).collect()
    }
}

/// A new insurance, or another in its place.
#[derive(Template)]
#[template(path = "dossier/insurance.html")]
pub struct InsurancePage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// As typed.
    pub form: &'a InsuranceForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// The kinds.
    pub kinds: Vec<Choice>,
    /// What file can be chosen.
    pub hint: &'a str,
    /// The same for the browser.
    pub accept: &'a str,
}

/// The statements.
#[derive(Template)]
#[template(path = "dossier/statements.html")]
pub struct StatementsPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// As typed.
    pub form: &'a StatementsForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// The files that came with them: what each belongs to, the file, and
    /// where to choose another.
    pub files: Vec<(&'static str, Attached, String)>,
}

/// A lot in the list of lots.
#[derive(Debug, Clone)]
pub struct LotLine {
    /// Its name.
    pub name: String,
    /// What it covers.
    pub description: String,
    /// Where to ask for it.
    pub href: String,
    /// Where it stands.
    pub tag: String,
    /// The colour of that.
    pub colour: &'static str,
}

/// All lots, asked for or not.
#[derive(Template)]
#[template(path = "dossier/lots.html")]
pub struct LotsPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The lots.
    pub lots: &'a [LotLine],
    /// Why lots cannot be changed now.
    pub why_not: String,
}

/// One lot: evidence and rates.
#[derive(Template)]
#[template(path = "dossier/lot.html")]
pub struct LotPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The lot's code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// What it covers.
    pub description: &'a str,
    /// As typed.
    pub form: &'a LotForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
    /// The SFIA levels.
    pub levels: &'a [SfiaLevel],
    /// The framework's highest day rates, where there are any.
    pub maxima: &'a BTreeMap<i16, Money>,
    /// Whether the lot is asked for, and may be asked for no longer.
    pub asked: bool,
    /// What to know about review.
    pub review: Review,
    /// Whether the company is admitted to it.
    pub admitted: bool,
    /// Why it was refused, if it was.
    pub reason: String,
    /// The file that came with its evidence; without a name, none did.
    pub file: Attached,
    /// Where to choose another; nowhere if it must stay as it is.
    pub choose: String,
    /// What file can be chosen.
    pub hint: &'a str,
    /// The same for the browser.
    pub accept: &'a str,
}

impl LotPage<'_> {
    fn most(&self, level: &i16) -> String {
        let most = self.maxima.get(level);
        most.map(|it| format!("The framework’s maximum is {it:#}")).unwrap_or_default()
    }

    /// Where to stop asking for it.
    pub fn removal(&self) -> String {
        format!("/provider/dossier/lots/{}/removal", self.code)
    }
}

/// Whether to stop asking for a lot, and what goes with it.
#[derive(Template)]
#[template(path = "dossier/lot_removal.html")]
pub struct LotRemovalPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The lot's code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The evidence given for it.
    pub evidence: &'a str,
    /// How many levels have a rate.
    pub rates: usize,
    /// The file that came with the evidence; without a name, none did.
    pub file: Attached,
    /// Whether something about it waits for review.
    pub waits: bool,
}

impl LotRemovalPage<'_> {
    /// The lot's own page.
    pub fn lot(&self) -> String {
        format!("/provider/dossier/lots/{}", self.code)
    }
}

/// Everything, to check before applying, or to read.
#[derive(Template)]
#[template(path = "dossier/check.html")]
pub struct CheckPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The whole dossier.
    pub dossier: &'a Dossier,
    /// Read aloud.
    pub blocks: &'a [Block],
    /// What an application still lacks.
    pub gaps: &'a [(Section, String)],
    /// What is wrong with the form.
    pub mistakes: &'a Mistakes,
    /// Whether the reader may apply now.
    pub can_apply: bool,
}

/// What happened to a dossier.
#[derive(Template)]
#[template(path = "dossier/history.html")]
pub struct HistoryPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Newest first.
    pub events: Vec<Event>,
}
