//! The service, from the outside: one binary, one module per slice.

#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod accounts;
mod audit;
mod awards;
mod bids;
mod cluster;
mod contracts;
mod evaluation;
mod help;
mod notices;
mod outage;
mod outbox;
mod states;
mod story;
mod scale;
mod support;
mod trail;
