//! What people type to sign.

use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// The signature form as typed.
#[derive(Debug, Clone, Default)]
pub struct SignatureForm {
    /// The person's full name.
    pub name: String,
    /// Their role in their organisation.
    pub role: String,
    /// Whether they ticked that they may sign and have read it.
    pub confirmed: bool,
    /// The SHA-256 of the text that was on the page with the form.
    pub sha256: String,
}

/// A signature, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The person's full name.
    pub name: String,
    /// Their role in their organisation.
    pub role: String,
    /// The SHA-256 of the text they read.
    pub sha256: Vec<u8>,
}

impl Signature {
    /// As the contract keeps it.
    pub fn words(&self) -> String {
        format!("{}, {}", self.name, self.role)
    }
}

impl SignatureForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            name: posted.text("name"),
            role: posted.text("role"),
            confirmed: posted.text("confirmed") == "yes",
            sha256: posted.text("sha256"),
        }
    }

    /// Reads every field before complaining about any. `own_name` is the name
    /// of the account, which is the name that signs.
    pub fn parse(&self, own_name: &str) -> Result<Signature, Mistakes> {
        let mut mistakes = Mistakes::default();
        let name = mistakes.keep("name", same_name(&self.name, own_name));
        let role =
            mistakes.keep("role", text::line(&self.role, "your role in your organisation", 100));
        if !self.confirmed {
            mistakes.add(
                "confirmed",
                "Tick to confirm that you have read the contract and may sign it",
            );
        }
        let read = text::unhex(&self.sha256).filter(|it| it.len() == 32);
        let read = read.ok_or("Read the contract on this page, then sign it");
        let sha256 = mistakes.keep("confirmed", read);
        match (name, role, sha256) {
            (Some(name), Some(role), Some(sha256)) if mistakes.is_empty() => {
                Ok(Signature { name, role, sha256 })
            }
            _ => Err(mistakes),
        }
    }
}

fn same_name(typed: &str, own_name: &str) -> Result<String, String> {
    let name = text::line(typed, "your full name", 100)?;
    if name.to_lowercase() == own_name.to_lowercase() {
        Ok(own_name.to_owned())
    } else {
        Err(format!("Enter your full name as your account has it: {own_name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Signature, SignatureForm};

    fn form(name: &str, role: &str, confirmed: bool) -> SignatureForm {
        let (name, role) = (name.into(), role.into());
        SignatureForm { name, role, confirmed, sha256: "ab".repeat(32) }
    }

    #[test]
    fn people_sign_with_their_own_name() {
        let signed = form(" kit  moss ", "Director", true).parse("Kit Moss").unwrap();
        assert_eq!(
            signed,
            Signature { name: "Kit Moss".into(), role: "Director".into(), sha256: vec![0xab; 32] }
        );
        assert_eq!(signed.words(), "Kit Moss, Director");
    }

    #[test]
    fn every_mistake_is_reported_at_once() {
        for (form, wrong) in [
            (form("", "", false), vec!["name", "role", "confirmed"]),
            (form("Someone Else", "Director", true), vec!["name"]),
            (form("Kit Moss", "Director", false), vec!["confirmed"]),
        ] {
            let mistakes = form.parse("Kit Moss").unwrap_err();
            let fields: Vec<&str> = mistakes.all().map(|(field, _)| field.as_str()).collect();
            assert_eq!(fields, wrong);
        }
    }
}
