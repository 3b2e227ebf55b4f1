//! What the audit trail says of a request.

use serde::Serialize;
use uuid::Uuid;

use super::model::{CancelReason, Section};
use crate::audit::Happened;
use crate::types::ids::{FileId, RequestId};
use crate::types::time::Moment;

/// Something that happened to a request.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum RequestHappened {
    /// A draft was begun.
    Drafted {
        /// Which.
        #[serde(skip)]
        request: RequestId,
    },
    /// A page of a draft was saved.
    Saved {
        /// Which.
        #[serde(skip)]
        request: RequestId,
        /// The page.
        section: Section,
    },
    /// Approval was asked for.
    Submitted {
        /// Which.
        #[serde(skip)]
        request: RequestId,
    },
    /// An approver sent it back.
    SentBack {
        /// Which.
        #[serde(skip)]
        request: RequestId,
    },
    /// The first of two approvers approved it.
    FirstApproved {
        /// Which.
        #[serde(skip)]
        request: RequestId,
    },
    /// It was approved and published.
    Published {
        /// Which.
        #[serde(skip)]
        request: RequestId,
        /// The version published.
        version: i32,
        /// Whether its time had come, rather than an approver's press of the button.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        scheduled: bool,
    },
    /// It has every approval it needs, and waits for its time.
    Scheduled {
        /// Which.
        #[serde(skip)]
        request: RequestId,
        /// When it is to be published.
        publish_at: Moment,
    },
    /// An approver took the approval back before its time came.
    ApprovalTakenBack {
        /// Which.
        #[serde(skip)]
        request: RequestId,
    },
    /// Its time came, and it could no longer be published.
    NotPublished {
        /// Which.
        #[serde(skip)]
        request: RequestId,
        /// For how many reasons.
        reasons: usize,
    },
    /// What was typed on a page that does not hold yet was kept.
    HalfSaved {
        /// Which.
        #[serde(skip)]
        request: RequestId,
        /// The page.
        section: Section,
    },
    /// A half page was thrown away.
    HalfDropped {
        /// Which.
        #[serde(skip)]
        request: RequestId,
        /// The page.
        section: Section,
    },
    /// A draft was begun as a copy of another request.
    Copied {
        /// Which.
        #[serde(skip)]
        request: RequestId,
        /// What it is a copy of.
        from: RequestId,
    },
    /// A draft was deleted.
    Deleted {
        /// Which.
        #[serde(skip)]
        request: RequestId,
        /// The number it had.
        reference: String,
    },
    /// A document was added.
    DocumentAdded {
        /// Which.
        #[serde(skip)]
        request: RequestId,
        /// The file.
        file: FileId,
        /// What is in it, digested.
        sha256: String,
    },
    /// A document was removed.
    DocumentRemoved {
        /// Which.
        #[serde(skip)]
        request: RequestId,
        /// The file.
        file: FileId,
    },
    /// It was called off.
    Cancelled {
        /// Which.
        #[serde(skip)]
        request: RequestId,
        /// Why.
        code: CancelReason,
    },
}

impl Happened for RequestHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "request.drafted",
            Self::Saved { .. } => "request.saved",
            Self::Submitted { .. } => "request.submitted",
            Self::SentBack { .. } => "request.sent_back",
            Self::FirstApproved { .. } => "request.first_approved",
            Self::Published { .. } => "request.published",
            Self::Cancelled { .. } => "request.cancelled",
            Self::Scheduled { .. } => "request.scheduled",
            Self::ApprovalTakenBack { .. } => "request.approval_taken_back",
            Self::NotPublished { .. } => "request.not_published",
            Self::HalfSaved { .. } => "request.half_saved",
            Self::HalfDropped { .. } => "request.half_dropped",
            Self::Copied { .. } => "request.copied",
            Self::Deleted { .. } => "request.deleted",
            Self::DocumentAdded { .. } => "request.document_added",
            Self::DocumentRemoved { .. } => "request.document_removed",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Drafted { request }
            | Self::Saved { request, .. }
            | Self::Submitted { request }
            | Self::SentBack { request }
            | Self::FirstApproved { request }
            | Self::Published { request, .. }
            | Self::Cancelled { request, .. }
            | Self::Scheduled { request, .. }
            | Self::ApprovalTakenBack { request }
            | Self::NotPublished { request, .. }
            | Self::HalfSaved { request, .. }
            | Self::HalfDropped { request, .. }
            | Self::Copied { request, .. }
            | Self::Deleted { request, .. }
            | Self::DocumentAdded { request, .. }
            | Self::DocumentRemoved { request, .. } => request.uuid(),
        }
    }
}
