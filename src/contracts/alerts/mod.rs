//! Clearances that run out while a contract runs. Both sides are told when
//! that of a person the contract names, which their role asks for, runs out
//! before the contract does: 60, 28 and 7 days before, on the day, and after.
//! Each is told once; what was not told in time, only the newest.

pub mod acts;
pub mod mail;
pub mod model;
pub mod policy;
pub mod queries;
