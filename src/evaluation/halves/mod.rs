//! Scores and reasons as they are being typed, kept for whoever types them.
//! They are given to nobody and count for nothing until they are saved whole;
//! then the half is gone. The same is kept of what a panel is about to agree.

pub mod model;
pub mod queries;
pub mod acts;
