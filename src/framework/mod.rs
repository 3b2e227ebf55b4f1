//! The framework: the open agreement every request is called off from. Its
//! lots, award criteria and fee, and the words the field shares: specialisms,
//! levels, clearances, schemes, regions and working days.

pub mod handlers;
pub mod model;
pub mod pages;
pub mod places;
pub mod policy;
pub mod queries;

pub mod criteria;
pub mod lots;
pub mod maxima;
pub mod reference;
pub mod terms;
