//! What an invited person types.

use crate::accounts::password;
use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// Accepting an invitation, as typed. The password is never shown again.
#[derive(Debug, Clone, Default)]
pub struct AcceptForm {
    /// Their name.
    pub name: String,
    /// The password they choose.
    pub password: String,
}

/// An acceptance, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// Their name.
    pub name: String,
    /// The password they chose.
    pub password: String,
}

impl AcceptForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { name: posted.text("name"), password: posted.text("password") }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self, organisation: &str) -> Result<Acceptance, Mistakes> {
        let mut mistakes = Mistakes::default();
        let name = mistakes.keep("name", text::line(&self.name, "your name", 100));
        let own = [self.name.as_str(), organisation];
        mistakes.keep("password", password::fit(&self.password, &own));
        match name {
            Some(name) if mistakes.is_empty() => {
                Ok(Acceptance { name, password: self.password.clone() })
            }
            _ => Err(mistakes),
        }
    }
}
