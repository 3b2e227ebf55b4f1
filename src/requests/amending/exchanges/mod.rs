//! Exchanges: what an amendment does to the documents of its request. One
//! comes, one goes, or one comes in the place of another. Nobody outside the
//! force can have what comes before the amendment is published; what goes
//! stays with the versions that it was part of.

pub mod model;
pub mod policy;
pub mod forms;
pub mod events;
pub mod queries;
pub mod acts;
pub mod pages;
pub mod handlers;
