//! Accounts: people, the organisation each acts for, their roles and their
//! sessions.
//!
//! ```text
//! (signed out) ──sign in──▶ session ──sign out, 30 idle minutes, 12 hours──▶ (signed out)
//! ```
//!
//! A session's token lives only in the person's browser; we keep its SHA-256.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod password;
pub mod policy;
pub mod proof;
pub mod queries;
pub mod roles;
pub mod session;
pub mod throttle;
pub mod token;
pub mod menu;
pub mod links;
pub mod sessions;
pub mod own;
pub mod second_factor;
pub mod passkeys;
pub mod rescue;
pub mod joining;
pub mod colleagues;
