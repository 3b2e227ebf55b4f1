//! A provider leaves the framework of its own will.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod pages;
pub mod policy;
