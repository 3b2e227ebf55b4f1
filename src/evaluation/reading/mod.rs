//! What an auditor of the operator reads of a request once its bids are open
//! is written down, since nobody of the force sees it happen. Ordinary pages
//! are not: what is public, drafts, and how far the scoring is.

pub mod acts;
