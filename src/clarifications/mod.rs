//! Clarifications: questions about a request, and the force's answers to
//! everyone. Who asked is never shown, not even to the force.
//!
//! A question becomes public with its answer, in the asker's words or, where
//! those could tell who asked, in the force's. One answer can answer several.
//! A corrected answer shows what it said before.

pub mod model;
pub mod policy;
pub mod forms;
pub mod queries;
pub mod acts;
pub mod mail;
pub mod live;
pub mod pages;
pub mod handlers;
