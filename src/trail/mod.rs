//! The audit desk: looking through the whole trail of who did what, when.
//! Auditors and everyone else at the operator may look; nobody can change it.
//!
//! While the bids of a request are sealed, an entry about one of them shows
//! that something happened and when, and nothing else.
//!
//! What proves that nothing was changed is for anyone: checkpoints and proofs.

pub mod forms;
pub mod model;
pub mod queries;
pub mod pages;
pub mod handlers;

pub mod checkpoints;
pub mod proofs;
pub mod export;
pub mod record;
pub mod kept;
