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

/// Reads an address that belongs to one of some domains, where any are demanded.
pub fn new_address(typed: &str, domains: Option<&[String]>) -> Result<String, Mistakes> {
    let mut mistakes = Mistakes::default();
    let found = mistakes.keep("email", address(typed).and_then(|it| belonging(it, domains)));
    found.ok_or(mistakes)
}

/// The same for somebody who has one, which must be another.
pub fn another_address(
    typed: &str,
    held: &str,
    domains: Option<&[String]>,
) -> Result<String, Mistakes> {
    let new = new_address(typed, domains)?;
    if new != held {
        return Ok(new);
    }
    let mut mistakes = Mistakes::default();
    mistakes.add("email", "This is the address you have already");
    Err(mistakes)
}

/// An address at one of some domains. A subdomain is another domain: only
/// what is listed counts.
pub fn belonging(email: String, domains: Option<&[String]>) -> Result<String, String> {
    let host = email.rsplit_once('@').map_or("", |(_, host)| host);
    match domains {
        None => Ok(email),
        Some([]) => Err(
            "We do not know yet where your organisation’s addresses are. Ask Muster’s administrators to add its domain".to_owned(),
        ),
        Some(some) if some.iter().any(|it| it.eq_ignore_ascii_case(host)) => Ok(email),
        Some(some) => Err(format!("Enter an address that ends in @{}", some.join(" or @"))),
    }
}

/// What to know before typing an address; `then` says what we do with it.
pub fn address_hint(domains: Option<&[String]>, then: &str) -> String {
    match domains {
        None | Some([]) => then.to_owned(),
        Some(some) => format!("It must end in @{}. {then}", some.join(" or @")),
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
    fn an_address_belongs_only_at_a_domain_that_is_listed() {
        let ours = ["northshire.example", "northshire.pnn.example"].map(str::to_owned);
        for (email, is_ours) in [
            ("ann@northshire.example", true),
            ("ann@NORTHSHIRE.Example", true),
            ("ann@northshire.pnn.example", true),
            ("ann@mail.northshire.example", false),
            ("ann@evil-northshire.example", false),
            ("ann@northshire.example.evil.example", false),
            ("ann@eastmoor.example", false),
        ] {
            assert_eq!(belonging(email.to_owned(), Some(&ours)).is_ok(), is_ours, "{email}");
        }
        let said = belonging("ann@x.example".to_owned(), Some(&ours)).unwrap_err();
        assert!(said.contains("@northshire.example or @northshire.pnn.example"), "{said}");
        assert!(belonging("ann@x.example".to_owned(), Some(&[])).is_err(), "none is known yet");
        assert!(belonging("ann@x.example".to_owned(), None).is_ok(), "none is demanded");
        assert!(new_address("no address", None).is_err());
    }
}
