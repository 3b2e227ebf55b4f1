//! Sessions: begun by whoever has proved who they are, used, and ended. The
//! token of one is only ever in a browser; we keep its SHA-256.

pub mod model;
pub mod queries;
