//! Providers: the companies that sell cyber skills, and the dossier by which
//! they are vetted.
//!
//! ```text
//! registered ──apply──▶ applied ──admit──▶ admitted ◀──lift── suspended
//!     rejected ──apply──▶ │ ▲  └─reject─▶ rejected   └─suspend──▶ │
//!                 ask more▼ │apply
//!                     clarifying            admitted, suspended ──▶ left | removed
//! ```
//!
//! Admission is for each lot on its own. Whether a provider may bid is never
//! stored: it is worked out from the dossier on the day somebody asks, by
//! [`policy::bars_to_bidding`].

pub mod acts;
pub mod handlers;
pub mod history;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
pub mod state;
pub mod typed;

pub mod asked;
pub mod changes;
pub mod directory;
pub mod dossier;
pub mod expiry;
pub mod home;
pub mod leaving;
pub mod specialists;
pub mod terms;
