//! Moderation: when every evaluator has scored every bid, the panel meets,
//! looks at the scores side by side, and agrees one for each. Its chair writes
//! down what is agreed, or a requester or approver where it has none; nobody
//! who has a conflict of interest with a bidder. Locking quality
//! freezes what was agreed; only then do prices open, and the bids are ranked.

pub mod acts;
pub mod handlers;
pub mod pages;
pub mod plot;
pub mod view;
