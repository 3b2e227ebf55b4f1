//! What goes into a digest.

use diesel::prelude::*;

use crate::outbox::preferences::Kind;
use crate::types::ids::DigestItemId;

/// Something a person is told once a day.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Item {
    /// Its id.
    pub id: DigestItemId,
    /// What kind of news it is.
    pub kind: Kind,
    /// What it says.
    pub subject: String,
    /// Where it leads: a path in the service.
    pub link: String,
}
