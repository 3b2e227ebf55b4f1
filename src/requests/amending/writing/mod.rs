//! Writing: the pages of an amendment, as those of a draft are written. A page
//! that does not hold yet is kept as it is, and keeps the amendment from being
//! submitted. Of two people who write on one page, neither overwrites the other.

pub mod model;
pub mod acts;
pub mod pages;
pub mod handlers;
