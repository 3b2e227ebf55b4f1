//! “Why can’t I bid?”: every gate between a provider and a bid on a request,
//! met or not, and what to do about each that is not. The gates are opened and
//! shut by the same policies that the acts ask.

pub mod handlers;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
