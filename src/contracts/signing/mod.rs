//! Signing a contract: a person with the right role reads it, types their name
//! and role, confirms, and proves with their password that it is them.
//!
//! A second signature for the same side changes nothing, and says so.

pub mod acts;
pub mod forms;
pub mod handlers;
