//! Contracts: what was bought, from whom, at what price, in words that both
//! sides sign and nobody changes.
//!
//! ```text
//! offered ──provider signs──▶ provider signed ──force signs──▶ active ──▶ ended | terminated
//!    │  ▲                          │                             └ variations: new versions,
//!    │  └──force corrects──────────┤                               signed by both again
//!    ▼                             │
//! returned ──force corrects────────┘
//! ```
//!
//! Until both have signed it is withdrawn with the award it rests on.
//!
//! A contract is drawn up from the request, the approved award and the winning
//! bid once its standstill is over. What it says is in its versions. Their
//! document is canonical plain text; signatures are to the SHA-256 of exactly
//! that text. Page, print and PDF show that text and that SHA-256.

pub mod acts;
pub mod alerts;
pub mod approving;
pub mod basis;
pub mod clauses;
pub mod deeds;
pub mod document;
pub mod ending;
pub mod falling;
pub mod forms;
pub mod gates;
pub mod handlers;
pub mod listing;
pub mod mail;
pub mod model;
pub mod pages;
pub mod paper;
pub mod policy;
pub mod progress;
pub mod queries;
pub mod reading;
pub mod returning;
#[cfg(test)]
pub(crate) mod samples;
pub mod schedule;
pub mod signing;
pub mod state;
pub mod outcomes;
pub mod terms;
pub mod variations;
pub mod versions;
