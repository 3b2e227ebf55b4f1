//! Bids: a provider's sealed offer on a request.
//!
//! ```text
//! draft ──submit──▶ submitted ──open──▶ opened ──score──▶ scored ──prefer──▶ preferred
//!   ▲                 │▲ └replace         │                 ├────reject────▶ unsuccessful
//!   └─────withdraw────┘└─┘                └──disqualify─────┴──disqualify──▶ disqualified
//! ```
//!
//! While it is submitted an amendment of the request can make it wait to be
//! confirmed ([`reconfirming`]). Saved is not submitted. Saving, submitting and withdrawing all stop at the
//! request's deadline, by the database's clock. From its submission on a bid is
//! two envelopes ([`sealing`]) with what is attached sealed beside them
//! ([`attachments`]), and nobody can read it. After the opening the force can load it as
//! [`opened::model::OpenedBid`], which has no price; prices come from
//! [`opened::queries::prices`], once every quality score is locked.

pub mod acts;
pub mod canonical;
pub mod clearance;
pub mod eligibility;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod price;
pub mod queries;
pub mod sealing;
pub mod closing;
pub mod copies;
pub mod dashboard;
pub mod listing;
pub mod reminders;
pub mod attachments;
pub mod opened;
pub mod receipts;
pub mod reconfirming;
pub mod removing;
#[cfg(test)]
pub(crate) mod samples;
pub mod sections;
pub mod state;
