//! The highest day rate that anyone may bid, for each lot and SFIA level,
//! from a day on. Providers' own ceilings stand at or below it.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
