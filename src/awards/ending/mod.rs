//! Ending without an award: nobody bid, or no bid should be awarded. One person
//! asks for it with a reason that everyone may read, and another does it;
//! after an opening that found no bids an approver does it alone. Every bidder
//! is told at the same moment.
//!
//! ```text
//! proposed ──an approver, another person──▶ made
//!          ├─ refused, with a reason
//!          └─ taken back by whoever asked
//! ```

pub mod acts;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
pub mod state;
