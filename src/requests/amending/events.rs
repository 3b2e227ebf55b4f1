//! What the audit trail says of an amendment, in its request's history.

use serde::Serialize;
use uuid::Uuid;

use crate::audit::Happened;
use crate::requests::model::Section;
use crate::types::ids::{AmendmentId, RequestId};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It was begun.
    Begun,
    /// A page of it was saved.
    Saved,
    /// Approval was asked for.
    Submitted,
    /// The first of two approvers approved it.
    FirstApproved,
    /// An approver sent it back.
    SentBack,
    /// It was given up.
    Dropped,
}

/// Something that happened to an amendment before it was published.
#[derive(Debug, Serialize)]
pub struct AmendmentHappened {
    /// The request it changes.
    #[serde(skip)]
    pub request: RequestId,
    /// What.
    #[serde(skip)]
    pub what: What,
    /// Which amendment.
    pub amendment: AmendmentId,
    /// The page, of one that was saved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<Section>,
}

impl Happened for AmendmentHappened {
    fn action(&self) -> &'static str {
        match self.what {
            What::Begun => "amendment.begun",
            What::Saved => "amendment.saved",
            What::Submitted => "amendment.submitted",
            What::FirstApproved => "amendment.first_approved",
            What::SentBack => "amendment.sent_back",
            What::Dropped => "amendment.dropped",
        }
    }

    fn subject(&self) -> Uuid {
        self.request.uuid()
    }
}

/// A request has a new version. How many bids it touches is nobody's to know.
#[derive(Debug, Serialize)]
pub struct Amended {
    /// The request.
    #[serde(skip)]
    pub request: RequestId,
    /// The amendment.
    pub amendment: AmendmentId,
    /// The version it made.
    pub version: i32,
    /// Whether bids have to be confirmed again.
    pub material: bool,
    /// The pages that changed.
    pub sections: Vec<Section>,
    /// Whether documents did.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub documents: bool,
}

impl Happened for Amended {
    fn action(&self) -> &'static str {
        "request.amended"
    }

    fn subject(&self) -> Uuid {
        self.request.uuid()
    }
}
