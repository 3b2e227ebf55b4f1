//! A company's own bids as a list: narrowed, ordered, a page at a time, at
//! addresses that colleagues can send each other, and to be kept as a file.

pub mod forms;
pub mod policy;
pub mod queries;
pub mod pages;
pub mod handlers;
