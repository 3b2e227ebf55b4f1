//! Approval bands: up to which estimated value one approver is enough. A force
//! sets its own; until it does, the one kept for every force holds. An urgent
//! request takes two approvers whatever it may come to.

pub mod model;
pub mod policy;
pub mod forms;
pub mod queries;
pub mod acts;
pub mod pages;
pub mod handlers;
