//! Approval: someone who did not write a request reads it, and publishes it,
//! at once or at a time they choose, or sends it back with comments. By its
//! value or its urgency it may take two such people. Endings live here too: a
//! force calls a request off.
//!
//! ```text
//! awaiting approval ──first of two──▶ awaiting approval ──last──▶ open
//!        ▲                                                 │        ▲
//!        └── taken back, or it holds no longer ── scheduled ◀──later┘ its time comes
//! ```

pub mod model;
pub mod policy;
pub mod forms;
pub mod mail;
pub mod queries;
pub mod acts;
pub mod pages;
pub mod handlers;
