//! Variations: what changes about a contract that binds, as a new version that
//! both sides sign again. A contract manager of the force proposes it, with
//! the reason; how far it is from what was first agreed is worked out, shown
//! and written into it. If it changes the price or the term, approvers of the force
//! decide on it before the provider is asked (`contracts::approving`). One at a
//! time waits.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
