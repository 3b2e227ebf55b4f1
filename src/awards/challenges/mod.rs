//! Challenges to an award. A bidder that did not win raises one within the
//! standstill, or the force records one that came another way, until both have
//! signed. While one is open the award is on hold: nobody signs. A second person
//! of the force lifts it with a reason that the challenger reads; when the award
//! is withdrawn instead, it was upheld.
//!
//! ```text
//! raised ──an approver, not who recorded it──▶ lifted
//!    └─the award is withdrawn────────────────▶ upheld
//!    └─the bidder takes it back──────────────▶ withdrawn
//! ```
//!
//! The force and the challenger read its words; the winner learns that there is
//! a hold; nobody else learns anything.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
pub mod state;
