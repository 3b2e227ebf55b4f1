//! Changing the ranking after quality was locked and before an award: a bid is
//! disqualified or brought back, or a score is agreed anew. One person proposes
//! a change and sees first what it does to the order of all bids, for one bid
//! less can turn the others round; another makes it or refuses it.
//!
//! ```text
//! proposed ──an approver, another person──▶ made: a new numbered snapshot
//!          └─ refused, with a reason · withdrawn by the one who proposed it
//! ```
//!
//! The ranking of the lock is number 1 and stays as it was; so does each after it.

pub mod acts;
pub mod effect;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
pub mod state;
pub mod view;
