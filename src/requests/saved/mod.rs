//! Saved searches: whoever saved one is told of each new request it finds, at
//! once, in their daily digest, or in the service only.
//!
//! ```text
//! saved ──changed──▶ saved ──deleted──▶ gone
//!   │
//!   └──a request is published that it finds──▶ told, once to each person
//! ```

pub mod model;
pub mod policy;
pub mod forms;
pub mod queries;
pub mod acts;
pub mod mail;
pub mod telling;
pub mod pages;
pub mod handlers;
