//! Muster: the place where UK police forces contract specialist cyber skills.
//!
//! Modules are declared in reading order, which is also the order in which
//! they may depend on one another: a module uses only those above it.
//! `tests/tidy.rs` holds the house to that.

// Ground floor: knows nothing of procurement.
#[macro_use]
pub mod types;
pub mod config;
pub mod error;
pub mod seal;
#[expect(missing_docs, reason = "written from the migrated database")]
pub mod schema;
pub mod audit;
pub mod outbox;
pub mod db;
pub mod web;

// The street: one slice per noun, in the order a purchase happens.
pub mod accounts;
pub mod forces;
pub mod framework;
pub mod files;
pub mod providers;
pub mod vetting;
pub mod requests;
pub mod clarifications;
pub mod bids;
pub mod evaluation;
pub mod awards;
pub mod contracts;
pub mod notices;
pub mod trail;
pub mod help;

// Roof: puts the house together.
pub mod routes;
pub mod app;
pub mod logs;
pub mod start;
pub mod work;
pub mod auditing;
pub mod backup;
pub mod seed;
pub mod serve;
pub mod bench;
pub mod commands;
