//! Vetting: the operator's officers check each application, certificate by
//! certificate and lot by lot. One proposes, a different one confirms.
//!
//! ```text
//! (application waits) ──propose──▶ proposed ──confirm, by another officer──▶ in effect
//!                                      └──set aside──▶ (application waits)
//! ```

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;

pub mod changes;
pub mod decisions;
