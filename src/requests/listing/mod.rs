//! The list of a force's own requests: narrowed, ordered, a page at a time,
//! at addresses that colleagues can send each other, and to be kept as a file.
//! Beside it stands the board, which shows all of them by where they stand.

pub mod model;
pub mod forms;
pub mod queries;
pub mod pages;
pub mod handlers;
