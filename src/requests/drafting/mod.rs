//! Drafting: a requester writes a request, one page at a time, until every
//! gate to publishing is met and it can be submitted for approval.

pub mod model;
#[cfg(test)]
pub(crate) mod samples;
pub mod policy;
pub mod forms;
pub mod keeping;
pub mod queries;
pub mod acts;
pub mod pages;
pub mod handlers;
