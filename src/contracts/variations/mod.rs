//! Variations: what changes about a contract that binds, as a new version that
//! both sides sign again. A contract manager of the force proposes it, with
//! the reason; how far it is from what was first agreed is worked out, shown
//! and written into it. One at a time waits to be signed.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
