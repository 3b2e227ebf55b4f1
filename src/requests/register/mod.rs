//! The register: every request of every force, drafts included, for the
//! operator's auditors. From here they read each one as its force does.

pub mod forms;
pub mod queries;
pub mod pages;
pub mod handlers;
