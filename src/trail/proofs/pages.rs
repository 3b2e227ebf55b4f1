//! What people see of proofs.

use askama::Template;

use super::forms::{ConsistencyForm, InclusionForm};
use super::model::{Consistency, Inclusion};
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// That an entry is in the trail.
#[derive(Template)]
#[template(path = "trail/inclusion.html")]
pub struct InclusionPage {
    /// What surrounds it.
    pub frame: Frame,
    /// What was asked for.
    pub form: InclusionForm,
    /// Why there is none.
    pub mistakes: Mistakes,
    /// The proof.
    pub found: Option<Inclusion>,
    /// How people reach us.
    pub address: String,
}

/// That a trail goes on from another.
#[derive(Template)]
#[template(path = "trail/consistency.html")]
pub struct ConsistencyPage {
    /// What surrounds it.
    pub frame: Frame,
    /// What was asked for.
    pub form: ConsistencyForm,
    /// Why there is none.
    pub mistakes: Mistakes,
    /// The proof.
    pub found: Option<Consistency>,
    /// How people reach us.
    pub address: String,
}
