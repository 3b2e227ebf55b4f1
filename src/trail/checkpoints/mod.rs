//! Checkpoints, for anyone: a list, each one as it was signed, the keys to
//! check them with, and a mail a day to the auditors, who keep them where
//! nobody at the service can reach them.

pub mod model;
pub mod forms;
pub mod mail;
pub mod queries;
pub mod pages;
pub mod handlers;
