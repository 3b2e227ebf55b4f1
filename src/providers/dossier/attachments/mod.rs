//! The file that comes with a paper of the dossier: chosen, replaced, removed.

pub mod handlers;
