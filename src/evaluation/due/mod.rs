//! By when a panel is asked to have scored every bid, and reminding those who
//! have not: once for each day that was set, by the worker.
//!
//! ```text
//! opened ─▶ ten working days, or the day that was set ─▶ overdue: reminded once
//! ```

pub mod model;
pub mod policy;
pub mod forms;
pub mod queries;
pub mod mail;
pub mod acts;
pub mod pages;
pub mod handlers;
