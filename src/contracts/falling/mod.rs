//! A contract that never comes into force: before both have signed, it falls
//! with the award it rests on, or with its request. Whoever withdraws the one or
//! cancels the other does this in the same act.

pub mod acts;
pub mod mail;
pub mod queries;
