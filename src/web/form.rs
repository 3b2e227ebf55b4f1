//! Reading forms: every mistake is reported at once, next to its field.

use std::future::{Future, Ready, ready};
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::Once;
use crate::error::{Error, Result};
use crate::types::{text, uk_time};

/// The mistakes in a form, in field order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mistakes(Vec<(String, String)>);

impl Mistakes {
    /// Keeps the value, or notes the mistake against the field.
    pub fn keep<T>(&mut self, field: &str, parsed: Result<T, impl Into<String>>) -> Option<T> {
        parsed.map_err(|message| self.add(field, message)).ok()
    }

    /// Notes a mistake against a field.
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push((field.to_owned(), message.into()));
    }

    /// These mistakes and those made elsewhere in the same form, which come first.
    pub fn with<T>(mut self, parsed: Result<T, Self>) -> Result<T, Self> {
        match parsed {
            Ok(value) if self.is_empty() => Ok(value),
            Ok(_) => Err(self),
            Err(mut first) => {
                first.0.append(&mut self.0);
                Err(first)
            }
        }
    }

    /// Notes the mistakes of another part of the form too.
    pub fn extend(&mut self, others: &Self) {
        self.0.extend(others.0.iter().cloned());
    }

    /// The message for a field, if it has one.
    pub fn on(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, message)| message.as_str())
    }

    /// Every mistake, for the summary at the top of the page.
    pub fn all(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Something to choose from a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A line under it, or nothing.
    pub hint: String,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }
}

/// A day as typed into three boxes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedDay {
    /// The first box.
    pub day: String,
    /// The second.
    pub month: String,
    /// The third.
    pub year: String,
}

impl TypedDay {
    /// As it was sent.
    pub fn typed(posted: &Posted, field: &str) -> Self {
        let part = |part: &str| posted.text(&format!("{field}_{part}"));
        Self { day: part("day"), month: part("month"), year: part("year") }
    }

    /// As it would be typed.
    pub fn of(date: Option<NaiveDate>) -> Self {
        date.map_or_else(Self::default, |date| Self {
            day: date.format("%-d").to_string(),
            month: date.format("%-m").to_string(),
            year: date.format("%Y").to_string(),
        })
    }

    /// Whether all three boxes are empty.
    pub fn is_empty(&self) -> bool {
        [&self.day, &self.month, &self.year].iter().all(|it| it.trim().is_empty())
    }

    /// Reads a day that must be there; `what` is its label, for what is said of a mistake.
    pub fn parse(&self, what: &str) -> Result<NaiveDate, String> {
        uk_time::date_typed(what, &self.day, &self.month, &self.year)
    }

    /// Reads a day that may be left empty.
    pub fn parse_optional(&self, what: &str) -> Result<Option<NaiveDate>, String> {
        if self.is_empty() { Ok(None) } else { self.parse(what).map(Some) }
    }
}

/// The token that a session's forms must carry; put into the request by the
/// session middleware.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsrfToken(pub String);

/// A form as it was sent by our own page: names and values, cleaned of
/// control characters. Taking it checks the session's token.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Posted(Vec<(String, String)>);

/// The most a form may weigh. Long answers fit many times over.
pub const HEAVIEST: usize = 1024 * 1024;

impl Posted {
    /// Reads what a browser sends.
    pub fn read(body: &[u8]) -> Result<Self> {
        if !is_text(body) {
            return Err(Error::Unreadable);
        }
        let raw: Vec<(String, String)> =
            serde_urlencoded::from_bytes(body).map_err(|_| Error::Unreadable)?;
        Ok(Self(raw.into_iter().map(|(name, value)| (name, text::clean(&value))).collect()))
    }

    /// A form made of pairs, for tests and for showing again.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// The value of a field, empty if it was not sent.
    pub fn text(&self, field: &str) -> String {
        self.first(field).unwrap_or_default().to_owned()
    }

    /// The value of a field, if it was sent.
    pub fn first(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// Every value of a field that may be sent several times.
    pub fn all(&self, field: &str) -> Vec<String> {
        self.0.iter().filter(|(name, _)| name == field).map(|(_, value)| value.clone()).collect()
    }

    /// Every pair, as sent.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Every pair that may be kept: a password is typed again, and nothing can
    /// be worked out from what was kept of it.
    pub fn kept(&self) -> impl Iterator<Item = &(String, String)> {
        let secret = |name: &str| matches!(name, "csrf" | "password" | "current" | "code");
        self.0.iter().filter(move |(name, _)| !secret(name))
    }

    /// Every text of more than a word: what somebody wrote, rather than chose.
    fn written(&self) -> Vec<String> {
        let text = |it: &&(String, String)| it.1.split_whitespace().nth(1).is_some();
        self.kept().filter(text).map(|it| it.1.clone()).collect()
    }

    /// The form's key, so that it is carried out once. A form without one
    /// is always new.
    pub fn once(&self) -> Once {
        let key = self.first("once").and_then(|it| Uuid::parse_str(it).ok());
        let said = self.kept().filter(|(name, _)| name != "once");
        let body: String = said
            .map(|(name, value)| format!("{}:{name}{}:{value}", name.len(), value.len()))
            .collect();
        Once::new(key.unwrap_or_else(Uuid::now_v7), &body)
    }
}

/// A word that must be one of those listed.
pub fn listed(typed: &str, choices: &[Choice], or_else: &str) -> Result<String, String> {
    let found = choices.iter().find(|it| it.value == typed);
    found.map(|it| it.value.clone()).ok_or_else(|| or_else.to_owned())
}

/// Whether two secrets are the same, without telling how far they agree.
pub fn same_secret(one: &str, other: &str) -> bool {
    Sha256::digest(one) == Sha256::digest(other)
}

/// Whether it is text once its %-codes are read. Without asking, what is not
/// would be kept with marks in place of what was typed.
fn is_text(body: &[u8]) -> bool {
    let (mut plain, mut rest) = (Vec::with_capacity(body.len()), body);
    while let Some((first, after)) = rest.split_first() {
        let code = match (first, after.split_at_checked(2)) {
            (b'%', Some((code, _))) => std::str::from_utf8(code).ok(),
            _ => None,
        };
        match (code.and_then(|it| u8::from_str_radix(it, 16).ok()), after.get(2..)) {
            (Some(byte), Some(later)) => {
                plain.push(byte);
                rest = later;
            }
            _ => {
                plain.push(*first);
                rest = after;
            }
        }
    }
    std::str::from_utf8(&plain).is_ok()
}

/// What was sent, if it is no heavier than a form may be.
pub fn body(
    request: &HttpRequest,
    payload: &mut Payload,
) -> impl Future<Output = Result<Bytes>> + use<> {
    let body = Bytes::from_request(request, payload);
    async {
        body.await.map_err(|fault| match fault.as_error::<PayloadError>() {
            Some(PayloadError::Overflow) => Error::TooHeavy,
            _ => Error::Unreadable,
        })
    }
}

/// What somebody wrote in the form that was sent, for the page that says why it
/// was refused.
#[derive(Debug, Clone, Default)]
pub struct Written(pub Vec<String>);

impl FromRequest for Posted {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let token = request.extensions().get::<CsrfToken>().cloned();
        let is_form = matches!(request.content_type(), "" | "application/x-www-form-urlencoded");
        let body = body(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let body = body.await?;
            if !is_form {
                return Err(Error::Unreadable);
            }
            let posted = Self::read(&body)?;
            match (token, posted.first("csrf")) {
                (Some(token), Some(sent)) if same_secret(&token.0, sent) => {
                    request.extensions_mut().insert(Written(posted.written()));
                    Ok(posted)
                }
                _ => Err(Error::Forged),
            }
        })
    }
}

/// What an address asks for after its `?`, cleaned like any form. Nothing in
/// it is a mistake: what cannot be read is left out.
#[derive(Debug, Clone, Default)]
pub struct Query<T>(pub T);

impl<T> Deref for Query<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned + Default> Query<T> {
    /// Reads what follows the `?`.
    pub fn read(asked: &str) -> Self {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(asked).unwrap_or_default();
        let clean = pairs.into_iter().map(|(name, value)| (name, text::clean(&value)));
        let plain = serde_urlencoded::to_string(clean.collect::<Vec<_>>()).unwrap_or_default();
        Self(serde_urlencoded::from_str(&plain).unwrap_or_default())
    }
}

impl<T: DeserializeOwned + Default> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::read(request.query_string())))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{Mistakes, Posted, Query};

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(default)]
    struct Wanted {
        q: String,
        page: Option<i64>,
    }

    #[test]
    fn what_an_address_asks_for_is_cleaned_and_never_a_mistake() {
        let wanted = |q: &str, page| Wanted { q: q.to_owned(), page };
        assert_eq!(*Query::<Wanted>::read("q=a%00b+c&page=2&x=1"), wanted("ab c", Some(2)));
        assert_eq!(*Query::<Wanted>::read("q=a&page=many"), Wanted::default());
        assert_eq!(*Query::<Wanted>::read(""), Wanted::default());
    }

    #[test]
    fn a_form_is_read_with_its_repeats_and_without_control_characters() {
        let posted = Posted::read(b"lot=a&lot=b&name=Zo%C3%AB+%00x").unwrap();
        assert_eq!(posted.all("lot"), ["a", "b"]);
        assert_eq!(posted.text("name"), "Zoë x");
        assert_eq!(posted.text("missing"), "");
    }

    #[test]
    fn what_is_not_text_is_not_read() {
        for body in ["name=%ff", "name=%C3", "%fe=a"] {
            assert!(Posted::read(body.as_bytes()).is_err(), "{body}");
        }
        for (body, name) in
            [("name=100%", "100%"), ("name=%zz%2", "%zz%2"), ("name=%e2%9c%93", "✓")]
        {
            assert_eq!(Posted::read(body.as_bytes()).unwrap().text("name"), name);
        }
    }

    #[test]
    fn the_same_form_has_the_same_digest_whatever_its_token() {
        let one = Posted::read(b"csrf=1&once=0190b0b0-0000-7000-8000-000000000000&a=1").unwrap();
        let two = Posted::read(b"csrf=2&once=0190b0b0-0000-7000-8000-000000000000&a=1").unwrap();
        let other = Posted::read(b"once=0190b0b0-0000-7000-8000-000000000000&a=2").unwrap();
        assert_eq!(one.once(), two.once());
        assert_ne!(one.once().body, other.once().body);
    }

    #[test]
    fn nothing_of_a_password_is_in_what_is_kept_of_a_form() {
        let kept = |body: &str| Posted::read(body.as_bytes()).unwrap().once().body;
        let empty = kept("name=Kit");
        for secret in ["password=violet+tram+ladder", "current=violet+tram+ladder", "code=123456"] {
            assert_eq!(kept(&format!("name=Kit&{secret}")), empty, "{secret}");
        }
    }

    #[test]
    fn every_mistake_is_kept_beside_its_field() {
        let mut mistakes = Mistakes::default();
        assert_eq!(mistakes.keep("price", Err::<(), _>("Enter a price")), None);
        assert_eq!(mistakes.on("price"), Some("Enter a price"));
        assert_eq!(mistakes.all().count(), 1);
    }
}
