//! Rescue: what the operator's administrators do for people who cannot get in.
//! A lost second factor is reset by two of them; what is blocked after too
//! many tries is let through.

pub mod model;
pub mod policy;
pub mod forms;
pub mod queries;
pub mod mail;
pub mod acts;
pub mod pages;
pub mod handlers;
