//! What an auditor of the operator reads of a request once its bids are open
//! is written down, since nobody of the force sees it happen: how far the
//! scoring is, and all that comes after. Ordinary pages are not: what is public,
//! drafts (but see `requests::reading`), and an opening.

pub mod acts;
