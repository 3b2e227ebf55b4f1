//! Changes to review: what providers changed while somebody relied on their
//! dossier, on the officers' desk.

pub mod acts;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod queries;
