//! The keys of a request, made when it is published: its bids are sealed for
//! them. A request has two, because quality is opened before price.

pub mod queries;
pub mod acts;
