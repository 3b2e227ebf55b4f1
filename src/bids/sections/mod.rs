//! The sections of a bid: evidence, answers, team, price, declarations. Each
//! is saved on its own, whole or in part; all of them are whole before the
//! bid can be submitted.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
