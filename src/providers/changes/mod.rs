//! Changes that matter, made while somebody relies on the dossier. They wait
//! for a vetting officer; until then, what is in force stays in force.
//!
//! ```text
//! waiting ──accept──▶ accepted        a new lot is an admission, so one officer
//!    │ ▲ └───refuse──▶ refused        proposes it and another accepts:
//!    │ └──set aside── proposed ──accept──▶ accepted
//!    └──withdraw──▶ withdrawn          the provider may withdraw until it is decided
//! ```

pub mod acts;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod policy;
pub mod queries;
pub mod state;
