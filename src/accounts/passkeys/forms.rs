//! What a passkey is called.

use crate::types::text;
use crate::web::form::Mistakes;

/// What a passkey is to be called.
pub fn passkey_name(typed: &str) -> Result<String, Mistakes> {
    let mut mistakes = Mistakes::default();
    let name = mistakes.keep("name", text::line(typed, "a name for the passkey", 60));
    name.ok_or(mistakes)
}
