//! The service, from the outside: one binary, one module per slice.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that panics is a test that fails"
)]

mod access;
mod accounts;
mod aftermath;
mod amending;
mod approving;
mod asking_first;
mod audit;
mod awards;
mod bidding;
mod bids;
mod ceilings;
mod chairing;
mod challenging;
mod changes;
mod checkpoints;
mod clarifications;
mod clarifying;
mod cluster;
mod columns;
mod contracting;
mod contracts;
mod cuts;
mod deciding;
mod drafting;
mod drill;
mod ending;
mod evaluation;
mod exchanging;
mod expiry;
mod factors;
mod feeds;
mod files;
mod finding;
mod forces;
mod framework;
mod help;
mod joining;
mod journeys;
mod kept;
mod leaks;
mod limits;
mod listing;
mod mending;
mod migrations;
mod notices;
mod outage;
mod outbox;
mod overtaking;
mod panels;
mod people;
mod plainly;
mod pricing;
mod program;
mod proofs;
mod providers;
mod questions;
mod reading;
mod record;
mod reranking;
mod requests;
mod scale;
mod scanning;
mod sealing;
mod searching;
mod sheets;
mod shelf;
mod states;
mod storage;
mod story;
mod support;
mod telling;
mod trail;
mod varying;
mod vetting;
mod visibility;
mod watching;
mod withdrawing;
