//! The second factor: six-digit codes from an app, recovery codes on paper,
//! or a passkey; and the sign-in that is half done until one of them is shown.

pub mod model;
pub mod policy;
pub mod forms;
pub mod codes;
pub mod queries;
pub mod mail;
pub mod acts;
pub mod pages;
pub mod handlers;
