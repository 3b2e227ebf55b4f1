//! What several of the dossier's forms have in common: days, words from a
//! list, yes and no.

use crate::web::form::Choice;
pub use crate::web::form::{TypedDay, listed};

/// A word that may be left empty, but not be another than those listed.
pub fn listed_or_none(
    typed: &str,
    choices: &[Choice],
    or_else: &str,
) -> Result<Option<String>, String> {
    if typed.is_empty() { Ok(None) } else { listed(typed, choices, or_else).map(Some) }
}

/// Yes and no.
pub fn yes_or_no() -> Vec<Choice> {
    vec![Choice::new("yes", "Yes"), Choice::new("no", "No")]
}
