//! The fee and the terms. Each fee holds from a day; each version of the terms
//! is published once, from a day, and never changed.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod queries;
