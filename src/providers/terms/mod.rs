//! The framework's terms, accepted by a provider's administrator before the
//! company's next bid.

pub mod acts;
pub mod handlers;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
