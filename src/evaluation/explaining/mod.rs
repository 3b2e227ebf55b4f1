//! Explaining a price that is abnormally low. The mark excludes nobody: the
//! force asks that bidder, who answers by a day; a second person accepts the
//! explanation, or the bid is disqualified by two (see `reranking`).
//!
//! ```text
//! asked ──the bidder, in time──▶ answered ──a second person──▶ accepted
//!    └──────────────────────────────┴─the bid is disqualified─▶ rejected
//!    └─the force takes the question back, or nobody needs it─▶ withdrawn
//! ```
//!
//! One question at a time for each bid, and no award while one is open.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
pub mod state;
pub mod view;
