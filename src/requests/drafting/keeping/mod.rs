//! Keeping the rows of a draft: a page that is saved again leaves what stays
//! the same as it is, ids and all, so that whatever points at a row still does.

pub mod rows;
pub mod queries;
