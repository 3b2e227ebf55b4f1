//! One question across all bidders: the other way to score, for an evaluator
//! who would rather compare answers than read a bid as a whole.

pub mod pages;
pub mod handlers;
