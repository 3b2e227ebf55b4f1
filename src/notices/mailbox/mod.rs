//! The mailbox: what became of the mail the service has sent. The operator
//! sees whether each was delivered, never what it says; in the demonstration,
//! where nobody real is written to, everyone may read it all.
//!
//! ```text
//! waiting ──handed over──▶ sent
//!    │ ▲
//!    │ └── try again (after a failed try, or by the operator)
//!    └── twelve failed tries ──▶ put aside ──try again──▶ waiting
//! ```

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
