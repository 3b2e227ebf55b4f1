//! A checkpoint as people see it.

use crate::audit::checkpoints::Checkpoint;
use crate::types::text::hex;
use crate::types::uk_time;

/// A checkpoint in a list.
pub struct Shown {
    /// How many entries it covers.
    pub size: i64,
    /// When it was signed, in UK time.
    pub when: String,
    /// The same for machines.
    pub iso: String,
    /// The root, as people compare it.
    pub root: String,
}

impl From<&Checkpoint> for Shown {
    fn from(it: &Checkpoint) -> Self {
        Self {
            size: it.size,
            when: uk_time::short(it.at),
            iso: uk_time::iso(it.at),
            root: hex(&it.root),
        }
    }
}
