//! Which mail names a specialist, and what is left of it once they are erased.

use crate::providers::changes::model::ClearanceKind;
use crate::types::ids::{ChangeId, SpecialistId};

/// What a mail says whose specialist was erased.
pub const EMPTIED: &str =
    "This was about a specialist of your company whose personal data has been erased since.";

/// How the causes of the mail begin that names a specialist: warnings of what
/// expires, and decisions on these changes.
pub fn naming(id: SpecialistId, changes: &[ChangeId]) -> Vec<String> {
    let warnings = ClearanceKind::ALL.iter().map(|kind| format!("expiry:{}:{id}:", kind.word()));
    warnings.chain(changes.iter().map(|change| format!("change.decided:{change}"))).collect()
}
