//! What is on the desk.

use crate::providers::changes::model::{Change, ChangeKind, Listed};
use crate::providers::dossier::model::Paper;

/// The paper whose file a change rests on, if it is about one.
pub fn rests_on(change: &Change) -> Option<Paper> {
    let about_lot = matches!(change.kind, ChangeKind::Lot | ChangeKind::Rates);
    about_lot.then(|| Paper::Lot(change.subject.clone()))
}

/// A change that waits, and whose it is.
#[derive(Debug, Clone)]
pub struct OnDesk {
    /// The change.
    pub it: Listed,
    /// Whose, in addresses.
    pub slug: String,
    /// Whose.
    pub provider: String,
}
