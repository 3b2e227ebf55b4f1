//! A contract that is not right: the provider returns it with words instead of
//! signing, or the force sees for itself; the force corrects it and offers it
//! again as a new version. What was offered before stays to be read.
//!
//! ```text
//! offered ──provider returns──▶ returned ──force corrects──▶ offered
//! ```

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod pages;
pub mod policy;
