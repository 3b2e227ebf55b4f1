//! Colleagues: who acts for an organisation, what each may do, and who is
//! asked to join. An organisation's administrators manage them.

pub mod model;
pub mod policy;
pub mod forms;
pub mod queries;
pub mod mail;
pub mod acts;
pub mod pages;
pub mod handlers;
