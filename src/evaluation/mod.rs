//! Evaluation: from sealed bids to an order of merit.
//!
//! ```text
//! closed ──two people confirm──▶ opened ──each evaluator declares conflicts──▶ recused, or not
//!        ──each scores, blind──▶ scored ──the panel agrees──▶ moderated
//!        ──lock──▶ quality locked, prices open, bids ranked
//! ```
//!
//! Evaluators know bidders by letters, in an order of their own, and see no
//! price and nobody else's scores. Once quality is locked nothing in it
//! changes by itself: the ranking is worked out from what was frozen then, and
//! each change of it is two people's act that leaves the one before (`reranking`).

pub mod acts;
pub mod asked;
pub mod attachments;
pub mod blind;
pub mod compared;
pub mod conflicts;
pub mod desk;
pub mod due;
pub mod explaining;
pub mod forms;
pub mod halves;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod moderation;
pub mod opening;
pub mod pages;
pub mod panel;
pub mod policy;
pub mod prices;
pub mod queries;
pub mod questions;
pub mod ranking;
pub mod read;
pub mod reading;
pub mod reranking;
pub mod scores;
