//! Conflicts of interest. Before anything of an opened bid is shown to somebody
//! of the force who is to score or moderate, they declare for each company
//! that bid whether they have one. They read the companies' names alone, in the
//! order of the alphabet, tied to no letter.
//!
//! A conflict recuses them from that company's bid for good: it is on no page
//! and in no download of theirs, and whatever lays all bids side by side
//! (moderation, ranking, award) is not for them.

pub mod model;
pub mod policy;
pub mod forms;
pub mod queries;
pub mod mail;
pub mod acts;
pub mod pages;
pub mod handlers;
