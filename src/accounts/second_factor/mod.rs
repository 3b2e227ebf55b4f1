//! The second factor: six-digit codes from an app, recovery codes on paper,
//! passkeys; and starting again when all of them are lost, which takes two of
//! the operator's people.

pub mod model;
pub mod policy;
pub mod forms;
pub mod codes;
pub mod ceremony;
pub mod queries;
pub mod mail;
pub mod acts;
pub mod pages;
pub mod handlers;
