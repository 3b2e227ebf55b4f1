//! What the audit trail says of the documents of an amendment: which, never
//! what they are called or say.

use serde::Serialize;
use uuid::Uuid;

use crate::audit::Happened;
use crate::types::ids::{AmendmentId, FileId, RequestId};

/// What happened to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// One is to come, perhaps in the place of another.
    Added,
    /// One is to go.
    TakenAway,
    /// Neither, after all.
    PutBack,
}

/// Something happened to the documents of an amendment.
#[derive(Debug, Serialize)]
pub struct Exchanged {
    /// The request.
    #[serde(skip)]
    pub request: RequestId,
    /// What.
    #[serde(skip)]
    pub what: What,
    /// Its amendment.
    pub amendment: AmendmentId,
    /// What comes, or came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<FileId>,
    /// What is in that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// What goes, or went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<FileId>,
}

impl Happened for Exchanged {
    fn action(&self) -> &'static str {
        match self.what {
            What::Added => "amendment.document_added",
            What::TakenAway => "amendment.document_taken_away",
            What::PutBack => "amendment.document_put_back",
        }
    }

    fn subject(&self) -> Uuid {
        self.request.uuid()
    }
}
