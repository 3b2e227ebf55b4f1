//! Where the approval of a request stands, and what approvers said.

use crate::requests::bands::model::Needed;
use crate::requests::documents::model::Offered;
use crate::requests::model::{FullRequest, Section};
use crate::requests::shown::{Shown, Value};
use crate::types::ids::UserId;
use crate::types::time::Moment;
use crate::types::uk_time;

/// What an approval did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// It was the first of two.
    First,
    /// It was the last: the request is public.
    Published,
    /// It was the last: the request will be public at this time.
    Scheduled(Moment),
}

/// A request that waits for approval, and all there is to know before giving it.
#[derive(Debug, Clone)]
pub struct Look {
    /// The request.
    pub full: FullRequest,
    /// The request in words.
    pub shown: Shown,
    /// What it may come to.
    pub cost: Value,
    /// Its documents.
    pub documents: Offered,
    /// The names of its panel and of whoever submitted it.
    pub people: Vec<(UserId, String)>,
    /// Everyone who wrote in it.
    pub authors: Vec<UserId>,
    /// Who has approved it, and who is still needed.
    pub approvals: Approvals,
    /// What was said when it was last sent back, if it ever was.
    pub returns: Vec<Return>,
    /// What was saved since.
    pub saved: Vec<SavedSince>,
    /// What it lacks by now.
    pub gaps: Vec<String>,
}

/// When an approved request is to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The time chosen.
    pub publish_at: Moment,
    /// Who chose it.
    pub set_by: UserId,
}

/// Where the approval of a request stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approvals {
    /// How many approvers it takes.
    pub needed: Needed,
    /// The names of those who have approved it.
    pub given: Vec<String>,
    /// The names of those who may give what is missing.
    pub may: Vec<String>,
    /// When it is to be published, once it has them all.
    pub schedule: Option<Schedule>,
}

impl Approvals {
    /// Whether this approval would be the first of two.
    pub fn waits_for_two(&self) -> bool {
        self.needed.is_two() && self.given.is_empty()
    }

    /// Who has approved it, as a sentence.
    pub fn given_words(&self) -> String {
        match self.given.as_slice() {
            [] => "Nobody has approved it yet.".to_owned(),
            names => format!("Approved by {}.", names.join(" and ")),
        }
    }

    /// Who is still needed, as a sentence; nothing if nobody is.
    pub fn missing_words(&self) -> String {
        if self.schedule.is_some() {
            return String::new();
        }
        let count = if self.waits_for_two() { "Two approvers are" } else { "One approver is" };
        if self.may.is_empty() {
            return format!(
                "{count} still needed, and your force has nobody who may be: an administrator can give the role “Approver” to someone who did not write this request."
            );
        }
        format!("{count} still needed: {}.", self.may.join(", "))
    }

    /// When it is to be published, in words; empty if no time is chosen.
    pub fn scheduled_words(&self) -> String {
        self.schedule.as_ref().map(|it| uk_time::full(it.publish_at)).unwrap_or_default()
    }
}

/// What an approver said when they sent a request back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// Who.
    pub by: String,
    /// When.
    pub at: Moment,
    /// About the request as a whole; may be empty.
    pub comment: String,
    /// About its sections, in page order.
    pub sections: Vec<(Section, String)>,
}

impl Return {
    /// What was said about a section, if anything was.
    pub fn about(&self, section: Section) -> Option<&str> {
        self.sections.iter().find(|it| it.0 == section).map(|it| it.1.as_str())
    }

    /// When, in words.
    pub fn when(&self) -> String {
        uk_time::short(self.at)
    }

    /// When, for machines.
    pub fn iso(&self) -> String {
        uk_time::iso(self.at)
    }
}

/// What an approver has to say on sending a request back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comments {
    /// About the request as a whole; may be empty.
    pub general: String,
    /// About its sections.
    pub sections: Vec<(Section, String)>,
}

impl Comments {
    /// In short, where there is room for little.
    pub fn gist(&self) -> String {
        if !self.general.is_empty() {
            return self.general.clone();
        }
        let names: Vec<&str> = self.sections.iter().map(|it| it.0.label()).collect();
        format!("There are comments on: {}.", names.join("; "))
    }
}

/// A section that was saved after a request came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSince {
    /// Which.
    pub section: Section,
    /// Who saved it last.
    pub by: String,
    /// When, in words.
    pub when: String,
}
