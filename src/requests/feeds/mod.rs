//! Requests for other programs: a feed (RFC 4287) of what is published, which
//! may be narrowed as the list is, and a calendar of each request's deadlines.
//! Both are for anyone, so what is marked SENSITIVE is in neither.

pub mod queries;
pub mod pages;
pub mod handlers;
