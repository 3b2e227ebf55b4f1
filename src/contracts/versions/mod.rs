//! The versions of a contract: what each says, who signed it, and what became
//! of it. The first is drawn up from the award; a correction replaces one that
//! not both sides have signed; a variation replaces one that binds.
//!
//! ```text
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
