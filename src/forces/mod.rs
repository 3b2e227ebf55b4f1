//! Forces: the police bodies that buy. Reference data, dated: forces are
//! merged and renamed, and the contracting authority is not always the force.

pub mod model;
pub mod policy;
pub mod queries;
