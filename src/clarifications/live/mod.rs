//! Live questions: a page that is open is told when an answer comes, and
//! fetches itself anew. What is told is a mark of what anyone can read there;
//! a page without script is right as well, once it is loaded again.

pub mod queries;
pub mod hub;
pub mod handlers;
