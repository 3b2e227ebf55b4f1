//! Drafting: a requester writes a request, one page at a time, until every
//! gate to publishing is met and it can be submitted for approval. A page that
//! does not hold yet is kept as a half page.

pub mod model;
#[cfg(test)]
pub(crate) mod samples;
pub mod policy;
pub mod forms;
pub mod keeping;
pub mod halves;
pub mod overtaking;
pub mod copying;
pub mod removing;
pub mod previews;
pub mod queries;
pub mod acts;
pub mod pages;
pub mod handlers;
