//! The daily digest: one mail, at 8am in the UK, with what a person chose not
//! to be written to about at once.
//!
//! ```text
//! held ──8am──▶ in that day's digest
//! ```

pub mod mail;
pub mod model;
pub mod queries;
