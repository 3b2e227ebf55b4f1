//! Watching a request: a provider's person wants to hear what becomes of it.
//! Nobody else is told that they do, so that nobody can count who may bid.
//!
//! ```text
//! not watched ──watch──▶ watched ──stop watching──▶ not watched
//! ```

pub mod model;
pub mod policy;
pub mod queries;
pub mod acts;
pub mod handlers;
