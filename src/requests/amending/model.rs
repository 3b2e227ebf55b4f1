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
pub const AMENDABLE: [Section; 11] = [
    Section::Basics,
    Section::Need,
    Section::Outcomes,
    Section::Roles,
    Section::Place,
    Section::Dates,
    Section::Term,
    Section::Money,
    Section::Requirements,
    Section::Scoring,
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
    /// The first of two approvers.
    pub approved_by: Option<UserId>,
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
    /// Whether both are the names of documents, which are not for everyone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_document: bool,
}

impl Change {
    /// The same for somebody who may not have the documents: that one came or
    /// went, without its name.
    pub fn unnamed(self) -> Self {
        let unnamed = |name: String| if name.is_empty() { name } else { "A document".to_owned() };
        match self.is_document {
            true => Self { before: unnamed(self.before), after: unnamed(self.after), ..self },
            false => self,
        }
    }
}

/// What an amendment would do, as it stands.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The request with every change in it.
    pub after: FullRequest,
    /// The pages it changes.
    pub touched: Vec<Section>,
    /// Those of them that do not hold as they were left.
    pub unfinished: Vec<Section>,
    /// Whether it changes documents.
    pub documents: bool,
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

    /// The same for somebody who may not have the documents.
    pub fn unnamed(self) -> Self {
        Self { changes: self.changes.into_iter().map(Change::unnamed).collect(), ..self }
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

#[cfg(test)]
mod tests {
    use super::Change;

    #[test]
    fn who_may_not_have_documents_reads_that_they_changed_and_no_name() {
        let one = |before: &str, after: &str, is_document| Change {
            what: "Document".to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
            is_document,
        };
        let said = |it: Change| {
            let it = it.unnamed();
            (it.before, it.after)
        };
        let pair = |before: &str, after: &str| (before.to_owned(), after.to_owned());
        assert_eq!(said(one("a.pdf", "b.pdf", true)), pair("A document", "A document"));
        assert_eq!(said(one("", "b.pdf", true)), pair("", "A document"));
        assert_eq!(said(one("a.pdf", "", true)), pair("A document", ""));
        assert_eq!(said(one("a", "b", false)), pair("a", "b"));
    }

    #[test]
    fn what_was_kept_before_there_were_documents_is_read_and_written_the_same() {
        let kept = r#"{"what":"Title","before":"A","after":"B"}"#;
        let read: Change = serde_json::from_str(kept).unwrap();
        assert!(!read.is_document);
        assert_eq!(serde_json::to_string(&read).unwrap(), kept);
    }
}
