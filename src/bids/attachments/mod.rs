//! What is attached to a bid. While the bid is written an attachment is a
//! file like any other, for its own provider alone. Beside it lies a sealed
//! copy, made when it came: submitting keeps the copy and lets go of the rest,
//! its name included.
//!
//! ```text
//! attached ──submit──▶ sealed ──two people open the bids──▶ opened: handed out as it was
//! ```
//!
//! What it is called and the digests of both are said in the quality envelope,
//! so that a copy which was changed or exchanged is found when somebody asks
//! for it. It is reported, and stops nothing else.

pub mod model;
pub mod policy;
pub mod queries;
pub mod mail;
pub mod acts;
pub mod pages;
pub mod handlers;
