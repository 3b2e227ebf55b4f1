//! A person's own account: their name, address and password, their sessions,
//! and showing again who they are before something that matters.

pub mod model;
pub mod policy;
pub mod forms;
pub mod queries;
pub mod mail;
pub mod acts;
pub mod pages;
pub mod handlers;
