//! The trail as a file, with the proof of every entry: for an auditor to work
//! with, and for anyone who holds it to check later. Taking it away is an
//! entry itself.
//!
//! An entry about a sealed bid has its number, its time and its hashes there,
//! and nothing else, as on the desk.

pub mod model;
pub mod queries;
pub mod acts;
pub mod handlers;
