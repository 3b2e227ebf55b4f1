//! Sealing: from its submission to its opening a bid is two envelopes, and
//! nobody can read them, its own provider no more than anyone else.
//!
//! Quality is opened by two people after the deadline, price when quality is
//! locked. Either says inside to which bid it belongs, so that envelopes which
//! were exchanged, changed or taken from an earlier submission are found. Such
//! a bid is set aside, and the others are opened all the same.

pub mod model;
pub mod policy;
pub mod queries;
pub mod mail;
pub mod acts;
