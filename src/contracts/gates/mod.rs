//! What has to be in place by the start of a contract: the clearances of the
//! people it names, and the provider's insurance. The force signs when all of
//! it is there, or when an approver of the force has said, with a reason, what
//! may come later.
//!
//! A waiver is for one shortfall as it was when it was waived: if the shortfall
//! changes, it is asked again.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
