//! Approving a variation within the force: one that changes the price or the
//! term is proposed by a contract manager and approved by other people, as many
//! as the force's value bands ask of the whole contract as it would be. Only
//! then does the provider know of it.
//!
//! ```text
//! proposed ──first of two approves──▶ proposed ──last approves──▶ offered
//!        └─an approver sends it back──▶ sent back (another can be proposed)
//! ```

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod pages;
pub mod policy;
pub mod queries;
