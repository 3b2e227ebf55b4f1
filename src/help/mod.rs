//! Help: the pages that explain the service, which anyone may read, and the
//! two files that tell search engines their way.

pub mod duties;
pub mod handlers;
pub mod pages;
