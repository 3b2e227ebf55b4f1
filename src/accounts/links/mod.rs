//! Links sent to an address: each works once, until it expires. The token is
//! only ever in the mail; we keep its SHA-256.

pub mod model;
pub mod policy;
pub mod queries;
