//! Joining: an address is confirmed by following a link sent to it, and an
//! invitation is accepted by choosing a password.

pub mod model;
pub mod policy;
pub mod forms;
pub mod queries;
pub mod mail;
pub mod acts;
pub mod pages;
pub mod handlers;
