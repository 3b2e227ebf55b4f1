//! The papers in a dossier: certificates and insurances.

pub mod forms;
pub mod handlers;
