//! Taking an approved award back, until both have signed the contract: one
//! person asks for it with a reason that everyone may read, and another does
//! it. The request is evaluated again, every bid stands where it stood before
//! the award, every bidder is told, and an award can be recommended anew. A
//! contract drawn up from the award is void: nobody can sign it.
//!
//! ```text
//! proposed ──an approver, another person──▶ made
//!          └─ refused, with a reason
//! ```

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
pub mod state;
