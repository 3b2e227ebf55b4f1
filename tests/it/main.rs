//! The service, from the outside: one binary, one module per slice.

#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod accounts;
mod cluster;
mod story;
mod scale;
mod support;
