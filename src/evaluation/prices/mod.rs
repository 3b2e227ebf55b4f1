//! What each bid asks for what was asked, side by side, once quality is locked.

pub mod model;
pub mod queries;
