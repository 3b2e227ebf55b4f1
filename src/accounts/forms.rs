//! What people type to sign in and to register.

use super::password;
use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// The sign-in form as typed. The password is never shown again.
#[derive(Debug, Clone, Default)]
pub struct SignInForm {
    /// The address typed.
    pub email: String,
    /// The password typed.
    pub password: String,
}

impl SignInForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            email: posted.text("email").trim().to_lowercase(),
            password: posted.text("password"),
        }
    }
}

/// What a person was doing when they were asked who they are.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// Where the form was going.
    pub path: String,
    /// What was typed in it.
    pub fields: Vec<(String, String)>,
    /// Where to go if there was no form.
    pub then: String,
}

impl Kept {
    /// What travels through the sign-in pages, as `kept:name`.
    pub fn typed(posted: &Posted) -> Self {
        let fields = posted.pairs().iter().filter_map(|(name, value)| {
            name.strip_prefix("kept:").map(|name| (name.to_owned(), value.clone()))
        });
        Self {
            path: own_path(&posted.text("kept_for")),
            fields: fields.collect(),
            then: own_path(&posted.text("then")),
        }
    }
}

/// A path within the service, or nothing: never another site's address.
pub fn own_path(typed: &str) -> String {
    let ours = typed.starts_with('/') && !typed.starts_with("//") && !typed.contains('\\');
    if ours { typed.to_owned() } else { String::new() }
}

/// The registration form as typed.
#[derive(Debug, Clone, Default)]
pub struct RegistrationForm {
    /// The person's name.
    pub name: String,
    /// Their work address.
    pub email: String,
    /// The company's name.
    pub company: String,
    /// The password typed; never shown again.
    pub password: String,
}

/// A registration, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// The person's name.
    pub name: String,
    /// Their work address.
    pub email: String,
    /// The company's name.
    pub company: String,
    /// The password they chose.
    pub password: String,
}

impl RegistrationForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            name: posted.text("name"),
            email: posted.text("email"),
            company: posted.text("company"),
            password: posted.text("password"),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<Registration, Mistakes> {
        let mut mistakes = Mistakes::default();
        let name = mistakes.keep("name", text::line(&self.name, "your name", 100));
        let email = mistakes.keep("email", address(&self.email));
        let company =
            mistakes.keep("company", text::line(&self.company, "the company’s name", 150));
        let own = [self.name.as_str(), self.company.as_str()];
        mistakes.keep("password", password::fit(&self.password, &own));
        match (name, email, company) {
            (Some(name), Some(email), Some(company)) if mistakes.is_empty() => {
                Ok(Registration { name, email, company, password: self.password.clone() })
            }
            _ => Err(mistakes),
        }
    }
}

/// An e-mail address that a mail server would take.
pub fn address(typed: &str) -> Result<String, String> {
    let plain = typed.trim().to_lowercase();
    match plain.parse::<lettre::Address>() {
        Ok(_) if plain.len() <= 200 => Ok(plain),
        _ => Err("Enter an e-mail address, like name@company.example".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{RegistrationForm, own_path};

    #[test]
    fn only_our_own_paths_are_followed_after_sign_in() {
        assert_eq!(own_path("/bids/BID-1"), "/bids/BID-1");
        for typed in
            ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", ""]
        {
            assert_eq!(own_path(typed), "", "{typed}");
        }
    }

    #[test]
    fn every_mistake_is_reported_at_once() {
        assert_eq!(RegistrationForm::default().parse().unwrap_err().all().count(), 4);
    }
}
