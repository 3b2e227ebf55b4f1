//! The sections of a dossier that are one form each, and the lots.

pub mod forms;
pub mod handlers;
