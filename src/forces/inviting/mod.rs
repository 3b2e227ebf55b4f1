//! Inviting the first people of a force, who then invite their own colleagues.

pub mod handlers;
pub mod pages;
