//! The audit desk: looking through the whole trail of who did what, when.
//! Auditors and everyone else at the operator may look; nobody can change it.
//!
//! While the bids of a request are sealed, an entry about one of them shows
//! that something happened and when, and nothing else.

pub mod forms;
pub mod handlers;
pub mod model;
pub mod pages;
pub mod queries;
