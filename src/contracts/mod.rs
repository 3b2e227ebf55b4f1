//! Contracts: what was bought, from whom, at what price, in words that both
//! sides sign and nobody changes.
//!
//! ```text
//! offered ──provider signs──▶ provider signed ──force signs──▶ active ──▶ ended | terminated
//! ```
//!
//! A contract is drawn up from the request, the approved award and the winning
//! bid once its standstill is over. Its document is canonical plain text; both
//! signatures are to the SHA-256 of exactly that text.

pub mod acts;
pub mod document;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod progress;
pub mod queries;
pub mod signing;
pub mod state;
pub mod outcomes;
pub mod terms;
