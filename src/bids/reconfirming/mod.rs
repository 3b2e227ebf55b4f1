//! Reconfirming: a request that is amended in what bids answer is no longer
//! the one that was bid on. Every submitted bid stays sealed and stops
//! counting until its provider says again that it stands, without anyone
//! reading it, or makes another.
//!
//! A bid that nobody confirmed by the deadline counts as not submitted: it is
//! not opened, and the force does not learn that there was one.

pub mod policy;
pub mod queries;
pub mod mail;
pub mod acts;
pub mod handlers;
