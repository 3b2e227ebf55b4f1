//! Ending without an award: nobody bid, or no bid should be awarded. The
//! reason is public, and every bidder is told at the same moment.

pub mod acts;
pub mod handlers;
pub mod pages;
