//! The end of a standstill: whoever waits for it is told by the worker, once,
//! and not while a challenge holds the award up. That signing is allowed is
//! never the worker's to say: the clock and the holds decide when it is asked.

pub mod acts;
pub mod mail;
pub mod policy;
pub mod queries;
