//! Passkeys: kept by a device, opened with a finger, a face or a PIN. One of
//! them proves as much as a password and a code together.

pub mod model;
pub mod policy;
pub mod forms;
pub mod ceremony;
pub mod queries;
pub mod acts;
pub mod handlers;
