//! Awards: who gets the work. One person recommends a bid, another approves;
//! every bidder's letter goes out at that moment. A request may also end
//! without an award.
//!
//! ```text
//! recommended ──another person approves──▶ approved ──two people──▶ withdrawn
//!             └─an approver declines─────▶ declined ──▶ (recommend again)
//! ```
//!
//! Above the force's band it takes two approvers. A withdrawn award can be
//! recommended anew; a challenge holds an approved one up.
//!
//! There is one active award for each request: the database holds that.

pub mod acts;
pub mod challenges;
pub mod ending;
pub mod forms;
pub mod handlers;
pub mod letters;
pub mod mail;
pub mod model;
pub mod outcomes;
pub mod pages;
pub mod policy;
pub mod queries;
pub mod rechecking;
pub mod standstill;
pub mod state;
pub mod waiting;
pub mod withdrawing;
