//! The opening: after the deadline, two different people of the force confirm,
//! and every submitted bid is unsealed at one moment. An attempt before the
//! deadline opens nothing, and the auditors hear of it.

pub mod acts;
pub mod handlers;
pub mod pages;
