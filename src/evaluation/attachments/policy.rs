//! What an attachment is called, and why one cannot be had. Pure.

use crate::bids::attachments::model::OpenedAttachment;
use crate::error::Error;
use crate::evaluation::model::QualityLock;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is damaged.
    #[error(
        "This attachment cannot be opened: {0}. Everyone who has to know of it is told. The rest of the bid, and every other bid, can be read."
    )]
    Damaged(String),
    /// The store has it not, at this moment.
    #[error(
        "This attachment cannot be read at the moment: it is missing where files are kept. Try again later; if it goes on, tell the operator, who can put it back. The rest of the bid can be read."
    )]
    Missing,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// What a downloaded attachment is called. Until quality is locked nobody may
/// know whose bid it is, and its own name may say so.
pub fn name(it: &OpenedAttachment, lock: Option<&QualityLock>) -> String {
    if lock.is_some() { it.name.clone() } else { it.file_name() }
}
