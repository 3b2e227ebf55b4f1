//! Proofs, for anyone: that an entry is in the trail, and that the trail of
//! one checkpoint goes on from that of another. Of an entry they tell its hash
//! and nothing else.

pub mod model;
pub mod policy;
pub mod forms;
pub mod queries;
pub mod pages;
pub mod handlers;
