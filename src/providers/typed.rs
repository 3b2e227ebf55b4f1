//! What several of the dossier's forms have in common: days, words from a
//! list, yes and no.

use crate::web::form::Choice;
pub use crate::web::form::TypedDay;

/// A word that must be one of those listed.
pub fn listed(typed: &str, choices: &[Choice], or_else: &str) -> Result<String, String> {
    let found = choices.iter().find(|it| it.value == typed);
    found.map(|it| it.value.clone()).ok_or_else(|| or_else.to_owned())
}

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
