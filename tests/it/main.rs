//! The service, from the outside: one binary, one module per slice.

#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod accounts;
mod bids;
mod cluster;
mod story;
mod contracts;
mod help;
mod notices;
mod trail;
mod support;
