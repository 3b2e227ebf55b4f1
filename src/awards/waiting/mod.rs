//! What waits for somebody of the force while bids are decided on: told in one
//! place, with since when and whom it does not wait for, so that it is on the
//! first page of whoever can do it and gone when it is done.

pub mod model;
pub mod policy;
pub mod queries;
