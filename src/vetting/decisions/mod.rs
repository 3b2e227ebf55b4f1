//! What vetting officers decide about each part of a dossier, and about the
//! whole. A decision carries a mark of what its officer read.

pub mod acts;
pub mod handlers;
pub mod model;
