//! Notices: what each person has been told. The notice is the record; the
//! mail that was sent with it is a copy.
//!
//! ```text
//! unread ──mark as read──▶ read
//! ```

pub mod digests;
pub mod handlers;
pub mod mailbox;
pub mod model;
pub mod pages;
pub mod preferences;
pub mod queries;
