//! What the audit trail says of a request.

use serde::Serialize;
use uuid::Uuid;

use super::model::Section;
use crate::audit::Happened;
use crate::types::ids::RequestId;

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
    },
    /// It was called off.
    Cancelled {
        /// Which.
        #[serde(skip)]
        request: RequestId,
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
            | Self::Cancelled { request } => request.uuid(),
        }
    }
}
