//! Decisions: an officer’s verdict on a certificate, a lot or a whole
//! application, each on a page of its own.

pub mod handlers;
