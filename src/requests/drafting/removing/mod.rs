//! Removing: a draft that nobody outside its force has seen is deleted, with
//! everything that hangs on it. That it was there, and who deleted it, stays
//! in the audit trail.

pub mod queries;
pub mod acts;
pub mod pages;
pub mod handlers;
