//! The public side of requests: the front page, the list of opportunities
//! and each one's page. Drafts are never here.

pub mod model;
pub mod forms;
pub mod conditions;
pub mod facets;
pub mod queries;
pub mod pages;
pub mod handlers;
