//! How a contract ends: on its last day, which the worker notices, or before
//! it, which takes two people of the force. A contract manager proposes it with
//! a reason; an approver confirms. What then waits to be signed lapses.
//!
//! ```text
//! proposed ──another person confirms──▶ confirmed
//!        └─withdrawn, or not confirmed─▶ withdrawn
//! ```

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
pub mod state;
