//! A provider's own copy of a bid: a text that people read, and at its end the
//! same for us, from which a new bid can be filled. Nobody can read a bid back
//! once it is submitted, so the copy is all there is to begin again from.

pub mod model;
pub mod policy;
pub mod text;
pub mod acts;
pub mod pages;
pub mod handlers;
