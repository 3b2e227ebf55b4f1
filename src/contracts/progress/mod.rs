//! How far the decision on a request has come, from its ranking to the force's
//! signature: what a force's pages ask to tell who is wanted next. It stands
//! here because it looks back over everything a decision passes through.

pub mod model;
pub mod queries;
