//! What runs out: certificates, insurances and clearances. Whether one has
//! expired is worked out from its last day whenever somebody asks; only that
//! we warned of it is written down.
//!
//! ```text
//! 60 days before ─▶ 28 days ─▶ 7 days ─▶ on the last day ─▶ expired
//! ```
//!
//! Each mark is told once. If nobody was there to tell one, only the newest
//! that applies is told.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
