//! What people type to sign in and to register.

use uuid::Uuid;

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

/// What people call a field of a form that was kept for them, from its name:
/// ids are left out, and the words that the forms themselves use are known.
pub fn called(field: &str) -> String {
    let known = match field {
        "verdict" => "Your decision",
        "decline" => "Why you decline",
        "roles" => "What they may do",
        "email" => "E-mail address",
        "text" => "The whole text",
        "closes_day" => "Bid deadline, day",
        "closes_month" => "Bid deadline, month",
        "closes_year" => "Bid deadline, year",
        "closes_hour" => "Bid deadline, hour",
        "questions_day" => "Question deadline, day",
        "questions_month" => "Question deadline, month",
        "questions_year" => "Question deadline, year",
        "questions_hour" => "Question deadline, hour",
        "true" => "What you tell us is true",
        "confirmed" => "You have read it and may sign it",
        "no_conflict" => "You declare no conflict of interest",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let field = field.strip_prefix("ask_").unwrap_or(field);
    let id = field.len().checked_sub(36).and_then(|at| field.split_at_checked(at));
    let name = id.filter(|it| Uuid::parse_str(it.1).is_ok()).map_or(field, |it| it.0);
    let said = name.replace(['_', '-'], " ");
    let said = said.trim();
    // A day in three boxes: `from day` is the day of `from`.
    let parts = [" day", " month", " year", " hour"];
    let part = parts.into_iter().find_map(|it| Some((said.strip_suffix(it)?, it.trim())));
    let said = part.map_or_else(|| said.to_owned(), |(of, part)| format!("{of}, {part}"));
    let mut letters = said.chars();
    letters.next().map(|it| it.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Whether what was typed means anything to people: secrets, keys, ids and
/// marks do not.
pub fn is_readable(field: &str, typed: &str) -> bool {
    let hidden = ["once", "password", "current", "credential", "seen", "step", "version", "rows"];
    let typed = typed.trim();
    let digest = typed.len() == 64 && typed.chars().all(|it| it.is_ascii_hexdigit());
    let opaque = digest || Uuid::parse_str(typed).is_ok();
    !typed.is_empty() && !hidden.contains(&field) && !opaque
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
    use super::{RegistrationForm, called, is_readable, own_path};

    #[test]
    fn what_was_kept_is_shown_under_names_that_people_know() {
        let id = "019b0000-0000-7000-8000-00000000000a";
        for (field, name) in [
            ("verdict", "Your decision"),
            ("reason", "Reason"),
            ("closes_day", "Bid deadline, day"),
            ("from_month", "From, month"),
            (&format!("reason-{id}"), "Reason"),
            (&format!("score_{id}"), "Score"),
            ("ask_lots_osint", "Lots osint"),
            ("day", "Day"),
            ("confirmed", "You have read it and may sign it"),
        ] {
            assert_eq!(called(field), name, "{field}");
        }
        for (field, typed, shown) in [
            ("reason", "The best value.", true),
            ("reason", " ", false),
            ("bid", id, false),
            ("once", "x", false),
            ("seen", "0a", false),
            ("password", "secret", false),
            ("sha256", &"0a".repeat(32), false),
            ("reason", &"0a".repeat(31), true),
        ] {
            assert_eq!(is_readable(field, typed), shown, "{field}: {typed}");
        }
    }

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
