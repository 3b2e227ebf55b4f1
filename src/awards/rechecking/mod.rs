//! The last check of admission, certificates and clearances. Until an award is
//! decided it follows the register; what it found is frozen with the decision,
//! and what the register says since then is shown beside it.

pub mod model;
pub mod queries;
