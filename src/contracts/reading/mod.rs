//! What people of the operator read of a contract, written down before it is
//! shown: it is between a force and a provider.

pub mod acts;
