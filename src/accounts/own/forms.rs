//! What people type about themselves.

use crate::accounts::forms::address;
use crate::accounts::password;
use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// Reads a person's name.
pub fn name(typed: &str) -> Result<String, Mistakes> {
    let mut mistakes = Mistakes::default();
    let name = mistakes.keep("name", text::line(typed, "your name", 100));
    name.ok_or(mistakes)
}

/// Reads an address that belongs to one of some domains, where there are any.
pub fn new_address(typed: &str, domains: &[String]) -> Result<String, Mistakes> {
    let mut mistakes = Mistakes::default();
    let found = mistakes.keep("email", address(typed).and_then(|it| belonging(it, domains)));
    found.ok_or(mistakes)
}

/// An address within some domains; any will do where none are named.
pub fn belonging(email: String, domains: &[String]) -> Result<String, String> {
    let host = email.rsplit_once('@').map_or("", |(_, host)| host);
    if domains.is_empty() || domains.iter().any(|it| it.eq_ignore_ascii_case(host)) {
        Ok(email)
    } else {
        Err(format!("Enter an address that ends in @{}", domains.join(" or @")))
    }
}

/// A new password, as typed. None of it is ever shown again.
#[derive(Debug, Clone, Default)]
pub struct PasswordForm {
    /// The password so far, where one is asked for.
    pub current: String,
    /// The new one.
    pub password: String,
}

impl PasswordForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { current: posted.text("current"), password: posted.text("password") }
    }

    /// The new password, if it may be chosen.
    pub fn parse(&self, own_words: &[&str]) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        mistakes.keep("password", password::fit(&self.password, own_words));
        if mistakes.is_empty() { Ok(self.password.clone()) } else { Err(mistakes) }
    }
}

#[cfg(test)]
mod tests {
    use super::{belonging, new_address};

    #[test]
    fn an_address_belongs_to_its_organisations_domains() {
        let domains = ["northshire.example".to_owned(), "northshire.police.example".to_owned()];
        let of = |typed: &str| belonging(typed.to_owned(), &domains);
        assert!(of("a@northshire.example").is_ok());
        assert!(of("a@NORTHSHIRE.police.example").is_ok());
        for other in ["a@evil-northshire.example", "a@northshire.example.evil.example"] {
            assert!(of(other).unwrap_err().contains("@northshire.example or @northshire.police"));
        }
        assert!(belonging("a@anywhere.example".to_owned(), &[]).is_ok());
        assert!(new_address("no address", &[]).is_err());
    }
}
