//! Letters as they were sent. Each stays readable to its own bidder, to the
//! force and in the record, whatever becomes of its award: one whose award was
//! withdrawn says so.

pub mod acts;
pub mod handlers;
pub mod model;
pub mod queries;
