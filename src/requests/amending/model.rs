//! What an amendment is, before and after it is published.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::state::AmendmentState;
use crate::requests::model::{FullRequest, Request, Section, submission};
use crate::schema::amendments;
use crate::types::ids::{AmendmentId, RequestId, UserId};
use crate::types::time::Moment;
use crate::types::uk_time;

/// The pages of a request that an amendment can change. The lot, who may
/// bid and how the work is priced stay: with another it is another request. So do the panel and the
/// standstill, which bind the force and not the bids.
pub const AMENDABLE: [Section; 9] = [
    Section::Basics,
    Section::Need,
    Section::Outcomes,
    Section::Roles,
    Section::Place,
    Section::Dates,
    Section::Money,
    Section::Requirements,
    Section::Criteria,
];

/// The same of one request: outcomes are there at a fixed price only.
pub fn amendable(request: &Request) -> Vec<Section> {
    let asked = request.sections();
    AMENDABLE.into_iter().filter(|it| asked.contains(it)).collect()
}

/// An amendment that is under way.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = amendments, check_for_backend(diesel::pg::Pg))]
pub struct Amendment {
    /// Its id.
    pub id: AmendmentId,
    /// The request it changes.
    pub request_id: RequestId,
    /// The version it was written on.
    pub from_version: i32,
    /// Where it stands.
    pub state: AmendmentState,
    /// Why, for everyone to read.
    pub reason: String,
    /// What an approver wants changed.
    pub comment: String,
    /// Who began it.
    pub created_by: UserId,
    /// Who asked for approval.
    pub submitted_by: Option<UserId>,
    /// When.
    pub submitted_at: Option<Moment>,
}

impl Amendment {
    /// Tells one submission for approval from the next.
    pub fn submission(&self) -> String {
        submission(self.submitted_at)
    }

    /// Whether it waits for an approver.
    pub fn waits(&self) -> bool {
        self.state == AmendmentState::AwaitingApproval
    }
}

/// A page of an amendment, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSection {
    /// Which page.
    pub section: Section,
    /// Names and values.
    pub typed: Vec<(String, String)>,
}

/// One thing that an amendment changes, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What.
    pub what: String,
    /// What it was; empty if it was not there.
    pub before: String,
    /// What it is; empty if it is gone.
    pub after: String,
}

/// What an amendment would do, as it stands.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The request with every change in it.
    pub after: FullRequest,
    /// The pages it changes.
    pub touched: Vec<Section>,
    /// What everyone will read.
    pub changes: Vec<Change>,
    /// What only the force sees of it.
    pub inside: Vec<Change>,
    /// Whether submitted bids have to be confirmed again.
    pub material: bool,
    /// What a bid on the version before cannot say yet, as sentences.
    pub unanswered: Vec<String>,
    /// What keeps it from being published, as sentences.
    pub gaps: Vec<String>,
}

/// An amendment in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The version it made.
    pub version: i32,
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: String,
    /// Whether submitted bids had to be confirmed again.
    pub material: bool,
    /// What changed.
    pub changes: Vec<Change>,
    /// What a bid on the version before cannot say, as sentences.
    pub unanswered: Vec<String>,
}

impl Published {
    /// When, in words.
    pub fn on(&self) -> String {
        uk_time::short(self.at)
    }

    /// When, for machines.
    pub fn iso(&self) -> String {
        uk_time::iso(self.at)
    }

    /// What changed, line by line.
    pub fn lines(&self) -> &[Change] {
        &self.changes
    }

    /// The names of what changed, in a row.
    pub fn names(&self) -> String {
        let mut names: Vec<&str> = self.changes.iter().map(|it| it.what.as_str()).collect();
        names.dedup();
        names.join("; ")
    }
}

/// Those that made a later version than one, the newest first.
pub fn since(all: &[Published], version: i32) -> Vec<Published> {
    all.iter().filter(|it| it.version > version).cloned().collect()
}

/// What a bid written for a version cannot say of the request as it is now.
pub fn unanswered_since(all: &[Published], version: i32) -> Vec<String> {
    let later = all.iter().rev().filter(|it| it.version > version);
    later.flat_map(|it| it.unanswered.iter().cloned()).collect()
}
