//! The framework: the open agreement every request is called off from. Its
//! lots, award criteria and fee, and the words the field shares: specialisms,
//! levels, clearances, schemes, regions and working days.

pub mod model;
pub mod queries;
