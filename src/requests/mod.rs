//! Requests: a force's need for cyber skills, from its draft to its end.
//!
//! ```text
//!            ┌──── sent back ────┐
//!            ▼                   │
//! draft ──submitted──▶ awaiting approval ──approved──▶ open ··the deadline··▶ closed
//!                                                                               │
//!      contracted ◀── standstill ◀── decided ◀── evaluating ◀──── opened ───────┘
//! ```
//!
//! While it is open it is amended: each amendment makes a new version, the
//! same for everyone ([`amending`]). From open to standstill it can be cancelled; once closed it can end
//! without an award. "Closed" is never stored: the clock says so.

pub mod model;
pub mod state;
pub mod policy;
pub mod shown;
pub mod queries;
pub mod events;
pub mod mail;
pub mod keys;
pub mod documents;
pub mod drafting;
pub mod bands;
pub mod approval;
pub mod amending;
pub mod engaged;
pub mod lines;
pub mod public;
pub mod reading;
pub mod listing;
pub mod register;
pub mod feeds;
pub mod watching;
pub mod saved;
pub mod pages;
pub mod handlers;
