//! A mark of what was saved when a page was drawn: whoever sends the page back
//! sends the mark too, and overwrites nothing that was saved in the meantime.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::Result;
use crate::types::text::hex;

/// The field that carries it.
pub const SEEN: &str = "seen";

/// A short mark of what is saved.
pub fn mark(saved: &impl Serialize) -> Result<String> {
    let bytes = serde_json::to_vec(saved).map_err(anyhow::Error::from)?;
    Ok(hex(&Sha256::digest(&bytes)).chars().take(16).collect())
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn a_mark_changes_with_what_it_marks() {
        assert_eq!(mark(&"one").unwrap(), mark(&"one").unwrap());
        assert_ne!(mark(&"one").unwrap(), mark(&"two").unwrap());
    }
}
