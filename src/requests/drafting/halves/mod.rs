//! Half pages: what somebody has typed on a page of a draft that does not hold
//! yet. It is kept as they typed it, beside the page as it last held, until
//! the page is finished or the half is thrown away. A request with a half page
//! cannot be submitted.

pub mod model;
pub mod queries;
pub mod acts;
