//! The dossier: what a provider tells us about itself, in sections, and the
//! application it makes of it.
//!
//! A section is never marked as done by hand: [`policy::progress`] works it
//! out from what is there.

pub mod acts;
pub mod forms;
pub mod grounds;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
pub mod summary;

pub mod attachments;
pub mod papers;
pub mod sections;
