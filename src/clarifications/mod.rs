//! Clarifications: questions about a request, and the force's answers to
//! everyone. Who asked is never shown, not even to the force.

pub mod model;
pub mod policy;
pub mod forms;
pub mod queries;
pub mod acts;
pub mod mail;
pub mod pages;
pub mod handlers;
