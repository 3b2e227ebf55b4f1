//! The words and numbers the field shares, by date: thresholds, how long
//! clearances last, assurance schemes and bank holidays.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod model;
pub mod pages;
pub mod queries;
