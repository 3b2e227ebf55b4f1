//! How many requests each choice of a filter would list, with the other
//! filters as they are.

pub mod model;
pub mod queries;
