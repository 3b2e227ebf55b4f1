//! Looking back: once quality is locked, who gave which score and why, and
//! what the panel agreed. Everything that was given is there; what did not
//! count says why.

pub mod view;
pub mod pages;
pub mod handlers;
