//! The papers in a dossier: certificates and insurances.

pub mod handlers;
