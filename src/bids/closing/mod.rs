//! Closing: once the deadline has passed, how many bids there are and the
//! digests of all of them are put on record, signed, before anyone can open
//! one. What is opened later can be held against it.

pub mod model;
pub mod queries;
pub mod mail;
pub mod acts;
