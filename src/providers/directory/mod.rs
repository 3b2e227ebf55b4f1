//! The public directory: who is admitted, for what, how large and where. Who
//! works for a provider is never in it.

pub mod forms;
pub mod handlers;
pub mod model;
pub mod pages;
pub mod queries;
