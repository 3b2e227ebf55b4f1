//! Removing: a draft that was never submitted is deleted by its company, with
//! everything that hangs on it. That it was there, and who deleted it, stays in
//! the audit trail, as sealed as everything about bids is before the opening.

pub mod policy;
pub mod queries;
pub mod mail;
pub mod acts;
pub mod pages;
pub mod handlers;
