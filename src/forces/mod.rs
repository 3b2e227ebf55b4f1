//! Forces: the police bodies that buy. Reference data, dated: forces are
//! merged and renamed, and the contracting authority is not always the force.
//! The people of a force have addresses at its domains.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod inviting;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
