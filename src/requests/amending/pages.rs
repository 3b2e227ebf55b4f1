//! What people see of amendments.

use askama::Template;

use super::exchanges::model::Folder;
use super::forms::WhyForm;
use super::model::{Amendment, Outcome, Published, amendable};
use super::state::AmendmentState;
use crate::files::model::Attached;
use crate::requests::approval::forms::ReasonForm;
use crate::requests::approval::model::Approvals;
use crate::requests::documents::model::Document;
use crate::requests::model::{Request, Section};
use crate::requests::shown::Shown;
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// An amendment that is under way, or the offer to begin one.
#[derive(Template)]
#[template(path = "requests/amending/show.html")]
pub struct AmendmentPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// The amendment, if there is one.
    pub amendment: Option<&'a Amendment>,
    /// What it would do.
    pub outcome: &'a Outcome,
    /// What it does to documents.
    pub folder: &'a Folder,
    /// Who has approved it, and who is still needed.
    pub approvals: Option<&'a Approvals>,
    /// Whether this person may write in it, and begin one.
    pub may_write: bool,
    /// Whether this person may give it up.
    pub may_drop: bool,
    /// Whether this person may send it back.
    pub may_send_back: bool,
    /// Why this person may not publish it; empty if they may.
    pub barred: &'a str,
    /// Why none can be begun; empty if one can.
    pub closed: &'a str,
    /// Why, as typed.
    pub why: &'a WhyForm,
    /// The approver's comment, as typed.
    pub form: &'a ReasonForm,
    /// What is wrong with either.
    pub mistakes: &'a Mistakes,
}

impl AmendmentPage<'_> {
    fn sections(&self) -> Vec<Section> {
        amendable(self.request)
    }

    fn href(&self, section: &Section) -> String {
        if self.is_draft() && self.may_write {
            format!("/requests/{}/amendment/{}", self.request.reference, section.word())
        } else {
            String::new()
        }
    }

    fn stands(&self, section: &Section) -> &'static str {
        if self.outcome.unfinished.contains(section) {
            "In progress"
        } else if self.outcome.touched.contains(section) {
            "Changed"
        } else {
            "As it was"
        }
    }

    fn documents_href(&self) -> String {
        if self.is_draft() && self.may_write && self.closed.is_empty() {
            self.at("documents")
        } else {
            String::new()
        }
    }

    fn documents_stand(&self) -> &'static str {
        if self.folder.is_changed() { "Changed" } else { "As it was" }
    }

    /// What comes, to be read before it is approved.
    fn comes(&self) -> Vec<Attached> {
        let comes = self.folder.exchanges.iter().filter_map(|it| it.comes.as_ref());
        comes.map(|it| it.attached()).collect()
    }

    fn first_of_two(&self) -> bool {
        self.approvals.is_some_and(Approvals::waits_for_two)
    }

    fn is_draft(&self) -> bool {
        self.amendment.is_some_and(|it| it.state == AmendmentState::Draft)
    }

    fn waits(&self) -> bool {
        self.amendment.is_some_and(Amendment::waits)
    }

    fn is_ready(&self) -> bool {
        self.outcome.gaps.is_empty() && !self.outcome.changes.is_empty()
    }

    fn at(&self, side: &str) -> String {
        format!("/requests/{}/amendment/{side}", self.request.reference)
    }
}

/// What changed in a request, version by version, for everyone.
#[derive(Template)]
#[template(path = "requests/amending/changes.html")]
pub struct ChangesPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request in words.
    pub shown: &'a Shown,
    /// Its amendments, the newest first.
    pub all: &'a [Published],
    /// The documents of every version that this person may have.
    pub documents: &'a [Document],
    /// Whether there are some that are not for this person.
    pub withheld: bool,
}

impl ChangesPage<'_> {
    fn first_files(&self) -> Vec<Attached> {
        self.files(&1)
    }

    fn files(&self, version: &i32) -> Vec<Attached> {
        let there = self.documents.iter().filter(|it| it.is_in(*version));
        there.map(|it| it.published(&self.shown.reference)).collect()
    }
}
