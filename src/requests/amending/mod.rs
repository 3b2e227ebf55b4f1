//! Amending: an open request is changed by a new version, the same for
//! everyone. A requester writes it, page by page as a draft is written
//! (`writing`), and its documents too (`exchanges`); approvers who wrote nothing
//! in it, as many as publishing takes, publish it with what was and what is.
//!
//! What it does to bids is `bids::reconfirming`'s: publishing it lives there.

pub mod exchanges;
pub mod writing;
pub mod model;
pub mod state;
pub mod policy;
pub mod matching;
pub mod changes;
pub mod forms;
pub mod outcome;
pub mod queries;
pub mod mail;
pub mod events;
pub mod acts;
pub mod pages;
pub mod handlers;
