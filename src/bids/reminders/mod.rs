//! Reminding a company of a bid that is started and not submitted, or that is
//! changed and not submitted again: 48 hours and 4 hours before the deadline,
//! each once, by the worker.
//!
//! ```text
//! started ─▶ 48 hours left ─▶ 4 hours left ─▶ the deadline
//! ```
//!
//! If nobody was there to tell of a mark, only the newest that applies is
//! told. A deadline that moves is another deadline.

pub mod model;
pub mod policy;
pub mod queries;
pub mod mail;
pub mod acts;
