//! The versions of a contract: what each says, who signed it, and what became
//! of it. The first is drawn up from the award; a correction replaces one that
//! not both sides have signed; a variation replaces one that binds.
//!
//! A variation of value or term is approved first (`contracts::approving`), and
//! the provider sees it from then on.
//!
//! ```text
//! proposed ──approvers approve──▶ offered
//!    ├─approver sends back─▶ sent back
//!    └─force withdraws, contract ends─▶ withdrawn, lapsed
//! offered ──provider signs──▶ provider signed ──force signs──▶ signed
//!    ├─provider returns──▶ returned
//!    ├─force withdraws───▶ withdrawn (also once the provider has signed)
//!    └─contract ends─────▶ lapsed    (also once the provider has signed)
//! ```

pub mod handlers;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
pub mod state;
