//! What an auditor of the operator reads of a request that is marked SENSITIVE
//! is written down: outside its force, only companies that may bid read it.

pub mod acts;
