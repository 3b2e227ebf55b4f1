//! The way to whatever lays the bids of a request side by side: rankings,
//! changes of them, questions about prices, awards and challenges. Whoever has
//! declared a conflict of interest with a company that bid is refused here, so
//! that no page and no act has to think of it.

pub mod queries;
