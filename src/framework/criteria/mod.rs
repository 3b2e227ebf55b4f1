//! Award criteria: added, renamed and put in order by the marketplace manager,
//! and never deleted. One of them is the price.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod pages;
pub mod queries;
