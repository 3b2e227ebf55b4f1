//! The list of an organisation's contracts: looked through, narrowed, put in
//! order, and taken away as a file, which is written into the trail.

pub mod forms;
pub mod handlers;
pub mod model;
pub mod pages;
pub mod queries;
