//! Approval: someone who did not write a request reads it, and publishes it
//! or sends it back. An urgent one needs two such people. Endings live here
//! too: a force calls a request off, or ends it without an award.

pub mod forms;
pub mod queries;
pub mod acts;
pub mod pages;
pub mod handlers;
