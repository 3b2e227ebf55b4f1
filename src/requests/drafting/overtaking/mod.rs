//! Overtaking: two people write on the same page of a draft. A page carries a
//! mark of what it said when it was drawn. If something else is saved by the
//! time it is sent, nothing is overwritten: whoever sends it reads both texts
//! and brings them together.

pub mod model;
pub mod policy;
pub mod forms;
pub mod queries;
