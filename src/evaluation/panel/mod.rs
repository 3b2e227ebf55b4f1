//! The panel of a request: who scores its bids, who chairs it, and how far
//! everyone is. After publication it changes with a reason, by a requester or
//! an approver, and everyone concerned is told.
//!
//! Whoever leaves it leaves their scores behind: they are kept, and do not
//! count. Who declared a conflict of interest with a bidder scores that
//! bidder's bid no more, and takes no part in what lays all bids side by side.

pub mod model;
pub mod policy;
pub mod forms;
pub mod queries;
pub mod mail;
pub mod acts;
pub mod pages;
pub mod handlers;
