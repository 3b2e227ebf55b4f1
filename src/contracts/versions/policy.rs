//! Which version people look at, and whether it is still what was written.

use super::model::Version;
use crate::bids::canonical::digest;

/// The version that waits to be signed, if one does; the one that binds
/// otherwise; else the last one there was.
pub fn shown(versions: &[Version], in_force: i32) -> Option<&Version> {
    let open = versions.iter().find(|it| it.state.is_open());
    open.or_else(|| versions.iter().find(|it| it.number == in_force)).or(versions.last())
}

/// Whether its digest is the digest of its text.
pub fn is_whole(version: &Version) -> bool {
    digest(version.document.as_bytes()) == version.document_hash
}
