//! Lots: added, renamed, put in order and closed by the marketplace manager,
//! and never deleted.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod pages;
pub mod queries;
