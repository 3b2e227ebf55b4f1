//! All bids of one's own company: what needs somebody, by when, and how each
//! stands.

pub mod model;
pub mod policy;
pub mod queries;
pub mod pages;
pub mod handlers;
