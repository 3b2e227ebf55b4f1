//! Every score, to be looked back at once quality is locked: who gave it and
//! why, and what the panel agreed. Everything that was given is there; what did not
//! count says why.

pub mod view;
pub mod pages;
pub mod handlers;
